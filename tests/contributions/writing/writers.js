/**
 * Several writers of one draft, each with the editor's own state, commands and exchange, but without a screen.
 *
 * Reads one line of JSON: where the workspace is, the draft, and for each writer a cookie and how slow their line is. Each
 * does things by chance for a number of rounds. Then all wait until they have sent and heard everything, and what
 * each has in front of them is written as one line of JSON.
 */

import { getVersion, unsentSteps } from "../../../frontend/src/collab.js";
import process from "node:process";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";
import { Exchange } from "../../../frontend/src/exchange.js";
import { Hand } from "./hands.js";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Writer extends Hand {
  constructor(url, document, { cookie, delay }, schemaHash, number, seed) {
    super(number, seed, onlyWords);
    Object.assign(this, { document, delay, schemaHash });
    this.reopened = 0;
    /** Steps of this writer that the server says it has, by their number. */
    this.acknowledged = {};
    this.turnedDown = {};
    this.socket = io(url, { transports: ["websocket"], extraHeaders: { Cookie: cookie, Origin: url }, forceNew: true });
    this.line = Promise.resolve();
    this.exchange = new Exchange({
      client: this.client,
      state: () => this.state,
      before: () => {},
      apply: (transaction) => {
        this.state = this.state.applyTransaction(transaction).state;
      },
      ask: (name, payload) => this.ask(name, payload),
      about: () => ({ document: this.document, revision: this.revision }),
      refused: (reason, message) => {
        throw new Error(`${this.client} was refused: ${reason} ${message}`);
      },
      differs: async () => {
        const opened = await this.open();
        if (!opened?.ok) return false;
        this.reopened += 1;
        this.show(opened);
        return true;
      },
      told: () => {},
    });
    const receive = this.exchange.receive.bind(this.exchange);
    this.exchange.receive = (from, steps) => {
      for (const [at, { step, client }] of steps.entries()) if (client === this.client) this.acknowledged[from + at + 1] = step;
      receive(from, steps);
    };
    if (process.env.WHY) this.say();
    this.socket.on("document:steps", (told) => this.later(() => this.exchange.hear(told.from, told.steps)));
    this.socket.on("connect", () => this.document && this.revision && this.again());
    this.socket.on("disconnect", (reason) => {
      this.exchange.closed();
      // As a page does: a server that does not hear the others yet makes everybody connect again.
      if (reason === "io server disconnect") setTimeout(() => this.socket.connect(), 300);
    });
  }

  /** Why the server has another text than this writer. */
  say() {
    const { exchange } = this;
    const confirms = exchange.confirms.bind(exchange);
    exchange.confirms = (stored) => {
      const own = unsentSteps(this.state);
      const is = confirms(stored);
      if (!is) {
        const at = stored.findIndex((step, n) => !own[n] || JSON.stringify(step.toJSON()) !== JSON.stringify(own[n].toJSON()));
        process.stderr.write(`WHY differs ${this.client}\n  stored ${JSON.stringify(stored[at])}\n  own    ${JSON.stringify(own[at])}\n  all ${JSON.stringify(this.sent)}\n  answer ${JSON.stringify(this.answer)}\n  text ${JSON.stringify(this.before)}\n`);
      }
      return is;
    };
    const takeIn = exchange.takeIn.bind(exchange);
    exchange.takeIn = (run) => {
      const before = this.state.doc.toJSON();
      const version = getVersion(this.state);
      const unsent = unsentSteps(this.state);
      try {
        takeIn(run);
      } catch (error) {
        process.stderr.write(`WHY thrown ${this.client} ${version} ${error.message}\n  run ${JSON.stringify(run)}\n  doc ${JSON.stringify(before)}\n  unsent ${JSON.stringify(unsent)}\n`);
        throw error;
      }
    };
    let astray = false;
    Object.defineProperty(exchange, "isAstray", {
      get: () => astray,
      set: (is) => {
        astray = is;
        if (is) process.stderr.write(`WHY astray ${this.client} ${new Error("here").stack.split("\n")[2]}\n  sent ${JSON.stringify(this.sent)}\n  answer ${JSON.stringify(this.answer)}\n  text ${JSON.stringify(this.before)}\n  left ${JSON.stringify(unsentSteps(this.state))}\n`);
      },
    });
    const ask = this.ask.bind(this);
    exchange.ask = async (name, payload) => {
      this.sent = payload.steps;
      this.before = this.state.doc.toJSON();
      this.answer = await ask(name, payload);
      return this.answer;
    };
  }

  /** What comes in on a slow line comes in late, and in order. */
  later(act) {
    if (!this.delay) return act();
    this.line = Promise.all([this.line, pause(this.delay)]).then(act);
    return this.line;
  }

  async ask(name, payload) {
    if (this.delay) await pause(this.delay);
    try {
      const answer = await this.socket.timeout(20_000).emitWithAck(name, payload);
      if (!answer.ok) this.turnedDown[answer.reason] = (this.turnedDown[answer.reason] ?? 0) + 1;
      const line = this.socket.id;
      return await this.later(() => (this.socket.id === line ? answer : null)); // lost on the way if the line was cut
    } catch {
      return null;
    }
  }

  open() {
    return this.ask("document:open", { document: this.document, schema: this.schemaHash });
  }

  async begin() {
    let opened = null;
    // As a page does where no answer comes: while everything starts at once, one may be lost.
    for (let turn = 0; !opened && turn < 6; turn += 1) opened = await this.open();
    if (!opened?.ok) throw new Error(JSON.stringify(opened));
    this.revision = opened.revision;
    this.show(opened);
    await this.exchange.opened();
  }

  async again() {
    const opened = await this.open();
    if (opened?.ok) await this.exchange.opened();
  }

  dispatch = (transaction) => {
    this.take(transaction);
    this.exchange.pump().catch(fail);
  };

  get isSettled() {
    return !this.exchange.isRunning && !this.exchange.unsent && !this.exchange.held.length && this.exchange.isOpen;
  }
}

const fail = (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
};
process.on("unhandledRejection", fail);

const [line] = await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", (text) => resolve([text])));
const { urls, document, schemaHash, writers: people, seed, rounds, rest, onlyWords } = JSON.parse(line);
const writers = people.map((person, number) => new Writer(urls[number % urls.length], document, person, schemaHash, number, seed));
await Promise.all(writers.map((writer) => writer.begin()));
process.stdout.write("begun\n");

await Promise.all(
  writers.map(async (writer) => {
    for (let round = 0; round < rounds; round += 1) {
      writer.act();
      await pause(writer.below(rest));
    }
  }),
);

const end = performance.now() + 180_000; // two cores with other work
const versions = () => new Set(writers.map((writer) => getVersion(writer.state)));
while (performance.now() < end && !(writers.every((writer) => writer.isSettled) && versions().size === 1)) {
  for (const writer of writers) writer.exchange.pump().catch(fail);
  await pause(50);
}
await pause(300);
const seen = `${JSON.stringify(
    writers.map((writer) => ({
      doc: writer.state.doc.toJSON(),
      version: getVersion(writer.state),
      settled: writer.isSettled,
      reopened: writer.reopened,
      typed: writer.typed,
      turnedDown: writer.turnedDown,
      acknowledged: writer.acknowledged,
      words: writer.words,
    })),
  )}\n`;
process.stdout.write(seen, () => process.exit(0));

/**
 * One who writes letter by letter on pages that lose their line between a step and its answer, are closed and killed, while
 * another writes in the same text. What a page keeps in its browser, and what it sends, is the editor's own; only its screen
 * and the browser's storage are made up.
 *
 * Reads one line of JSON, plays so many stories, and writes what went wrong as one line of JSON.
 */

import process from "node:process";
import { createInterface } from "node:readline";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { io } from "socket.io-client";
import { collab, getVersion } from "../../../frontend/src/collab.js";
import { Exchange } from "../../../frontend/src/exchange.js";
import { Leftovers } from "../../../frontend/src/leftovers.js";
import { newId, schema } from "../../../frontend/src/schema.js";
import { UnsentSteps } from "../../../frontend/src/unsent.js";
import { upkeep } from "../../../frontend/src/upkeep.js";
import { chances } from "./hands.js";

const FIRST = 0x4e_00; // each letter is one that was never there before

/** A browser: what pages store in it, what of that is on the disk, and which page holds which lock. */
class Browser {
  constructor() {
    this.stored = new Map();
    this.onDisk = new Map();
    this.locks = new Map();
    this.page = null;
    this.store = {
      ready: Promise.resolve(),
      names: () => [...this.stored.keys()],
      read: (name) => JSON.parse(this.stored.get(name) ?? "null"),
      write: (name, entry) => this.stored.set(name, JSON.stringify(entry)),
      forget: (name) => this.stored.delete(name),
    };
  }

  /** As a browser does within a second. */
  flush() {
    this.onDisk = new Map(this.stored);
  }

  request(name, options, act) {
    if (!act) return this.locks.set(name, this.page);
    return Promise.resolve(act(this.locks.has(name) ? null : {}));
  }

  gone(page) {
    for (const [name, holder] of this.locks) if (holder === page) this.locks.delete(name);
  }
}

let browser = new Browser();
globalThis.addEventListener = () => {};
Object.defineProperty(globalThis, "navigator", { value: { locks: { request: (...what) => browser.request(...what) } } });

class Page {
  constructor(socket, { document, schemaHash }) {
    Object.assign(this, { socket, document, client: newId() + newId(), nameOfText: String(document), isClosed: false, isGone: false });
    this.place = { dataset: { schema: schemaHash } };
    this.fate = "arrives";
    this.isCut = false;
    this.setAside = [];
    this.state = null;
    this.status = { tell: () => {}, setAside: (words) => this.setAside.push(words) };
    this.surroundings = { store: browser.store, ask: (name, payload) => this.ask(name, payload) };
    browser.page = this;
    this.unsent = new UnsentSteps(browser.store, this.nameOfText, this.client);
    this.leftovers = new Leftovers(this);
    this.exchange = new Exchange({
      client: this.client,
      state: () => this.state,
      before: () => {},
      apply: (transaction) => {
        this.state = this.state.apply(transaction);
      },
      ask: this.surroundings.ask,
      about: () => this.about,
      refused: (reason) => {
        throw new Error(`refused: ${reason}`);
      },
      differs: async () => {
        this.setAside.push("differs");
        const opened = await this.open();
        if (opened?.ok) this.show(opened);
        return Boolean(opened?.ok);
      },
      told: () => this.keep(),
    });
    this.exchange.again = () => {}; // the story says when the line is back
    this.hears = (told) => this.isCut || this.exchange.hear(told.from, told.steps);
    socket.on("document:steps", this.hears);
  }

  get about() {
    return { desk: "draft", document: this.document, revision: this.revision };
  }

  keep() {
    if (this.state && !this.isGone) this.unsent.keepOf(this.state, this.exchange, { revision: this.revision, schema: this.place.dataset.schema });
  }

  /** What the line does with the next steps: they arrive, or are lost on their way, or their answer is. */
  async ask(name, payload) {
    if (this.isCut || this.isGone) return null;
    const fate = name === "document:steps" ? this.fate : "arrives";
    if (fate !== "arrives") [this.fate, this.isCut] = ["arrives", true];
    const answer = fate === "lost" ? null : await asking(this.socket, name, payload);
    const isHeard = fate === "arrives" && !this.isGone && !this.isCut;
    if (fate !== "arrives") this.exchange.closed();
    return isHeard ? answer : null;
  }

  open() {
    return this.ask("document:open", { document: this.document, schema: this.place.dataset.schema });
  }

  /** As `Editor.begin`. */
  async begin() {
    const opened = await this.open();
    if (!opened?.ok) throw new Error(`not opened: ${JSON.stringify(opened)}`);
    this.revision = opened.revision;
    await this.leftovers.send();
    this.isCut = false; // whatever the story did to what was left
    this.show(await this.open());
    await this.exchange.opened();
  }

  show({ doc, version }) {
    this.state = EditorState.create({ doc: Node.fromJSON(schema, doc), plugins: [collab(version), upkeep()] });
  }

  type(letters, place = this.state.doc.content.size - 1) {
    const before = this.state.doc;
    this.state = this.state.applyTransaction(this.state.tr.insertText(letters, place)).state;
    if (this.state.doc.eq(before)) throw new Error("nothing was typed");
    if (this.exchange.isFree) this.exchange.pump();
    else this.keep();
  }

  /** As `Editor.returned`. */
  async back() {
    this.isCut = false;
    const opened = await this.open();
    if (!opened?.ok) return;
    await this.leftovers.send();
    await this.exchange.opened();
  }

  get saysSaved() {
    return this.exchange.isOpen && !this.exchange.unsent && !this.leftovers.waiting;
  }

  end() {
    this.isGone = true;
    clearTimeout(this.leftovers.timer);
    this.socket.off("document:steps", this.hears);
    browser.gone(this);
  }

  async settle() {
    for (let turn = 0; turn < 400 && !(this.saysSaved && !this.exchange.isRunning); turn += 1) {
      this.exchange.pump();
      await pause(5);
    }
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The answer; later, where the server says that a page asks too fast, since these stories are told faster than anybody writes. */
async function asking(socket, name, payload) {
  for (;;) {
    const answer = await socket.timeout(20_000).emitWithAck(name, payload);
    if (answer.reason !== "busy") return answer;
    await pause(100);
  }
}

class Story {
  constructor(asked, seed) {
    Object.assign(this, { asked, seed, faults: [], told: [] });
    this.chance = chances(seed);
    this.count = 0;
    /** Letters that have to be there, and those that a killed browser may have lost. */
    this.must = new Set();
    this.may = new Set();
    this.flushed = new Set();
  }

  below(most) {
    return Math.floor(this.chance() * most);
  }

  async newPage() {
    this.page = new Page(this.asked.socket, this.asked);
    if (this.below(4) === 0) this.page.fate = this.below(2) ? "lost" : "unanswered";
    await this.page.begin();
    this.check();
  }

  async play() {
    browser = new Browser();
    await this.newPage();
    const length = 8 + this.below(18);
    for (let turn = 0; turn < length; turn += 1) {
      const act = ACTS[this.below(ACTS.length)];
      this.told.push(act);
      await this[act]();
      if (this.below(2)) await pause(this.below(12));
      this.check();
    }
    this.told.push("the end");
    await this.close();
    for (let turn = 0; turn < 3 && browser.stored.size; turn += 1) await this.close(); // lost on the way once more
    await this.page.settle();
    await this.compare();
    this.page.end();
    return this.faults.map((fault) => `story ${this.seed}: ${fault} (${this.told.join(", ")})`);
  }

  check() {
    if (this.page.setAside.length) this.faults.push(`set aside: ${this.page.setAside.splice(0).join("; ")}`);
  }

  /** Whether what says that it is saved is there. */
  async compare() {
    const { doc } = await asking(this.asked.socket, "document:open", { document: this.asked.document, schema: this.asked.schemaHash });
    const text = Node.fromJSON(schema, doc).textContent;
    const there = [...text].map((letter) => letter.codePointAt(0) - FIRST).filter((number) => number >= 0);
    const missing = [...this.must].filter((number) => !there.includes(number));
    if (missing.length) this.faults.push(`lost ${missing}`);
    if (new Set(there).size !== there.length) this.faults.push(`doubled: ${there}`);
    const unknown = there.filter((number) => !this.must.has(number) && !this.may.has(number));
    if (unknown.length) this.faults.push(`nobody wrote ${unknown}`);
  }

  type() {
    for (let left = 1 + this.below(5); left > 0; left -= 1) {
      this.page.type(String.fromCodePoint(FIRST + this.count));
      this.must.add(this.count);
      this.count += 1;
    }
  }

  other() {
    this.asked.other.type("o", 1);
  }

  losing() {
    this.page.fate = "lost";
  }

  silent() {
    this.page.fate = "unanswered";
  }

  async cut() {
    this.page.isCut = true;
    this.page.exchange.closed();
  }

  async back() {
    if (this.page.isCut) await this.page.back();
  }

  async wait() {
    await pause(20);
    if (!this.page.saysSaved || this.page.isCut) return;
    await this.compare();
  }

  flush() {
    browser.flush();
    this.flushed = new Set(this.must);
  }

  async close() {
    this.page.keep();
    this.page.end();
    await this.newPage();
  }

  /** What was on the disk is there again; of the rest, what had arrived. */
  async kill() {
    this.page.end();
    browser.stored = new Map(browser.onDisk);
    for (const number of [...this.must]) {
      if (this.flushed.has(number)) continue;
      this.must.delete(number);
      this.may.add(number);
    }
    await this.newPage();
  }
}

const ACTS = [...Array.from({ length: 6 }, () => "type"), "other", "other", "losing", "silent", "silent", "cut", "back", "back", "wait", "flush", "flush", "close", "close", "kill"];

const [line] = await new Promise((resolve) => createInterface({ input: process.stdin }).once("line", (text) => resolve([text])));
const { url, document, schemaHash, cookies, seed, stories } = JSON.parse(line);
const socketOf = (cookie) => io(url, { transports: ["websocket"], extraHeaders: { Cookie: cookie, Origin: url }, forceNew: true });
const asked = { document, schemaHash, socket: socketOf(cookies[0]) };
const others = new Browser();
browser = others;
asked.other = new Page(socketOf(cookies[1]), { document, schemaHash });
await asked.other.begin();

const faults = [];
for (let number = 0; number < stories; number += 1) {
  faults.push(...(await new Story(asked, seed * 10_000 + number).play()));
  if (asked.other.setAside.length) faults.push(`story ${number}: the other: ${asked.other.setAside.splice(0).join("; ")}`);
  await asked.other.settle();
  // The next story begins with an empty page.
  const { state } = asked.other;
  asked.other.state = state.apply(state.tr.delete(0, state.doc.content.size));
  await asked.other.settle();
}
process.stdout.write(`${JSON.stringify({ faults, version: getVersion(asked.other.state) })}\n`, () => process.exit(0));

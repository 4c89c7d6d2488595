/**
 * Writers whose lines are in the hands of a test: it says when somebody writes, what reaches them and in which order.
 *
 * Each line that is read is one command as JSON, and is answered by a line: what the writer asks of the server, and the text in
 * front of them.
 */

import process from "node:process";
import { createInterface } from "node:readline";
import { getVersion } from "../../../frontend/src/collab.js";
import { Exchange } from "../../../frontend/src/exchange.js";
import { TextSelection } from "prosemirror-state";
import { CellSelection } from "prosemirror-tables";
import { TABLE } from "../../../frontend/src/tables.js";
import { Hand } from "./hands.js";

const settled = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

class Writer extends Hand {
  constructor(number, { seed, doc }) {
    super(number, seed);
    this.reopened = 0;
    this.exchange = new Exchange({
      client: this.client,
      state: () => this.state,
      before: () => {},
      apply: (transaction) => {
        this.state = this.state.applyTransaction(transaction).state;
      },
      ask: (name, payload) => this.ask(name, payload),
      about: () => ({}),
      refused: (reason) => {
        throw new Error(`${this.client} was refused: ${reason}`);
      },
      differs: async () => {
        const opened = await this.ask("document:open", {});
        if (!opened?.ok) return false;
        this.reopened += 1;
        this.show(opened);
        return true;
      },
      told: () => {},
    });
    this.exchange.again = () => {}; // the test says when the line is back
    this.show({ doc, version: 0 });
  }

  ask(name, payload) {
    this.asks = { name, ...payload };
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  dispatch = (transaction) => {
    this.take(transaction);
    this.exchange.pump();
  };

  done({ what, message }) {
    this.asks = null;
    if (what === "write") this.act();
    else if (what === "hear") this.exchange.hear(message.from, message.steps);
    else if (what === "answer") this.answer(message);
    else if (what === "press") this.press(message);
    else if (what === "back") this.exchange.opened();
    else {
      this.exchange.closed();
      this.answer?.(null);
    }
  }

  /** A button for tables, with the caret in the cell that has these words, or with the cells from there `to` others selected. */
  press({ button, words, to }) {
    const { doc, tr } = this.state;
    const places = {};
    doc.descendants((node, pos) => {
      if (node.isText) places[node.text] = pos;
    });
    const cell = (text) => doc.resolve(doc.resolve(places[text]).before(-1));
    const selection = to ? new CellSelection(cell(words), cell(to)) : TextSelection.create(doc, places[words]);
    this.state = this.state.apply(tr.setSelection(selection));
    if (button) this.run(TABLE[button]);
  }

  get seen() {
    const { exchange, reopened, asks, state } = this;
    return { asks, reopened, version: getVersion(state), unsent: exchange.unsent, doc: state.doc.toJSON() };
  }
}

let writers = [];
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.what === "begin") writers = Array.from({ length: command.writers }, (_, number) => new Writer(number, command));
  else writers[command.writer].done(command);
  await settled();
  process.stdout.write(`${JSON.stringify(command.what === "begin" ? {} : writers[command.writer].seen)}\n`);
}

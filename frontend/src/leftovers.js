/** What was written in this browser and the server does not have: sent when the text is opened again, or else set aside for its writer. */

import { newId } from "./schema.js";
import { sendLeft } from "./unsent.js";

const AGAIN = 15_000;

export class Leftovers {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.store = editor.surroundings.store;
    /** How many steps still wait, as no answer came. */
    this.waiting = 0;
    /** @type {Set<string>} what its writer sees as set aside */
    this.shown = new Set();
    /** @type {ReturnType<typeof setTimeout>} */
    this.timer = undefined;
  }

  /** What pages left that are gone. Whether the text has changed by it. */
  async send() {
    const { about, place, revision, status, surroundings, unsent } = this.editor;
    clearTimeout(this.timer);
    let isChanged = false;
    let waiting = 0;
    for (const { name, entry } of await unsent.left()) {
      const isOther = entry.revision !== revision || entry.schema !== place.dataset.schema;
      const answer = isOther || entry.why ? null : await sendLeft(entry, surroundings.ask, about);
      isChanged ||= Boolean(answer?.ok);
      if (answer?.ok) {
        this.store.forget(name);
        status.tell("merged", { at: entry.at });
      } else if (isOther || entry.why || (answer && answer.reason !== "busy")) {
        this.show(name, entry.words, entry.at);
      } else {
        waiting += entry.steps.length;
      }
    }
    this.waiting = waiting;
    if (waiting) this.timer = setTimeout(() => this.sendAgain(), AGAIN);
    return isChanged;
  }

  /** The server tells this page nothing of what it sends itself: it asks. */
  async sendAgain() {
    const { exchange, isClosed } = this.editor;
    if (isClosed || !exchange.isOpen) return;
    if (await this.send()) await exchange.opened();
    else this.editor.showState();
  }

  /** What no longer fits into the text, with the entry of the text that it was written in. @type {(words: string, entry: object) => void} */
  setAside(words, entry) {
    const name = `text.${this.editor.nameOfText}.${newId()}`;
    const at = new Date().toISOString();
    this.store.write(name, { ...entry, at, client: this.editor.client, steps: [], words, why: "differs" });
    this.show(name, words, at);
  }

  /** @type {(name: string, words: string, at: string) => void} */
  show(name, words, at) {
    if (this.shown.has(name)) return;
    this.shown.add(name);
    this.editor.status.setAside(words, at, () => this.store.forget(name));
  }
}

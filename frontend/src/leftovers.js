/** What was written in this browser and the server does not have: sent when the text is opened again, or else set aside for its writer. */

import { newId } from "./schema.js";
import { sendLeft } from "./unsent.js";

export class Leftovers {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.store = editor.surroundings.store;
  }

  /** What pages left that are gone. Whether the text has changed by it. */
  async send() {
    const { about, place, revision, status, surroundings, unsent } = this.editor;
    let isChanged = false;
    for (const { name, entry } of await unsent.left()) {
      const isOther = entry.revision !== revision || entry.schema !== place.dataset.schema;
      const answer = isOther || entry.why ? null : await sendLeft(entry, surroundings.ask, about);
      isChanged ||= Boolean(answer?.ok);
      if (answer?.ok && answer.isWhole) {
        this.store.forget(name);
        status.tell("merged", { at: entry.at });
      } else if (isOther || entry.why || (answer && answer.reason !== "busy")) {
        status.setAside(entry.words, entry.at, () => this.store.forget(name));
      }
    }
    return isChanged;
  }

  /** What no longer fits into the text, with the entry of the text that it was written in. @type {(words: string, entry: object) => void} */
  setAside(words, entry) {
    const name = `text.${this.editor.nameOfText}.${newId()}`;
    const at = new Date().toISOString();
    this.store.write(name, { ...entry, at, client: this.editor.client, steps: [], words, why: "differs" });
    this.editor.status.setAside(words, at, () => this.store.forget(name));
  }
}

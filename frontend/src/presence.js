/** Where the writers are: this one tells the others, and theirs are shown here. */

import { getVersion } from "./collab.js";
import { Carets, Cursors, cursorsIn, forgetCursors } from "./cursors.js";
import { People } from "./people.js";

/** @typedef {import("./cursors.js").Heard} Heard */
/** @typedef {import("./cursors.js").Person} Person */

const PAUSE = 300;

export class Presence {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.cursors = new Cursors();
    this.people = new People(editor.place, editor.say);
  }

  /** @type {(people: Person[], you: Person) => void} */
  begin(people, you) {
    this.carets = new Carets(this.editor.view);
    this.people.show(people, you);
  }

  /** Connected again: who is here says so anew. @type {(people: Person[], you: Person) => void} */
  beginAgain(people, you) {
    const { view } = this.editor;
    view.dispatch(forgetCursors(view.state));
    this.people.show(people, you);
  }

  /** @param {Heard} heard */
  hear(heard) {
    const { client, view } = this.editor;
    if (heard.client === client) return;
    this.people.heard(heard, heard.anchor !== null || [...cursorsIn(view.state)].some(([other, { person }]) => other !== heard.client && person.id === heard.person.id));
    this.editor.readCarets();
    const transaction = this.cursors.hear(view.state, heard);
    if (transaction) view.dispatch(transaction.setMeta("addToHistory", false));
  }

  /** Those that waited for what they stand in. */
  hearDue() {
    for (const heard of this.cursors.due(this.editor.view.state)) this.hear(heard);
  }

  sendSoon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.send();
    }, PAUSE);
  }

  /** Positions are those of the text as the server has it. */
  send() {
    const { about, client, exchange, isClosed, surroundings, view } = this.editor;
    if (!surroundings.isConnected() || isClosed) return;
    if (exchange.unsent) return this.sendSoon();
    const { anchor, head } = view.state.selection;
    surroundings.tell("document:cursor", { ...about, client, version: getVersion(view.state), anchor, head });
  }
}

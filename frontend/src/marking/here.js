/** Beside the change at the caret: who made it and when, and the buttons that decide it. */

import { changesAt, sayingOf } from "./decisions.js";
import { isMarking } from "./switch.js";

/** Pixels between the change and what is said of it. */
const APART = 4;

export class ChangeHere {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.card = /** @type {HTMLElement} */ (editor.place.querySelector("[data-change-here]"));
    this.said = this.card.querySelector("[data-change-said]");
  }

  draw() {
    const { card, editor } = this;
    const { view } = editor;
    const changes = editor.isClosed ? [] : changesAt(view.state);
    const [change] = changes;
    const { by, at } = changes.find((each) => each.by) ?? change ?? {}; // a row is signed by its words
    // Nobody is told of what they are just writing.
    card.hidden = !change || (isMarking(view.state) && by === editor.you.name);
    if (card.hidden) return;
    const signature = [by ?? editor.say("change-unsigned"), at ? editor.surroundings.moment(at) : ""].filter(Boolean).join(", ");
    const words = editor.say(sayingOf(change), { signature });
    if (this.said.textContent !== words) this.said.textContent = words;
    const around = card.offsetParent?.getBoundingClientRect();
    if (!around) return; // nobody sees the text now
    const { left, bottom } = view.coordsAtPos(Math.min(change.to, view.state.doc.content.size));
    const most = around.width - card.offsetWidth;
    card.style.setProperty("left", `${Math.max(0, Math.min(left - around.left, most))}px`);
    card.style.setProperty("top", `${bottom - around.top + APART}px`);
  }
}

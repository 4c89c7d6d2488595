/** Marked changes beside the text: who made each and when, and the buttons that decide it. */

import { changesIn, decide, sayingOf } from "../marking/decisions.js";

/** @typedef {import("../marking/decisions.js").Change} Change */

/** Beside a text with more of them nobody finds their way by cards. */
const MOST = 60;
const LONGEST = 80;

/** @param {any} editor */
export function changeCards(editor) {
  const template = /** @type {HTMLTemplateElement | null} */ (editor.place.querySelector("template[data-change-card]"));
  /** @type {{card: HTMLElement, change: Change}[]} */
  let shown = [];
  /** @type {unknown} */
  let drawn = null;

  /** @type {(list: HTMLElement) => void} */
  function draw(list) {
    const { doc } = editor.view.state;
    if (!template || doc === drawn) return;
    drawn = doc;
    const changes = editor.isClosed ? [] : changesIn(doc).slice(0, MOST);
    // A card stays as long as there is a change for it: what has the focus keeps it.
    shown.splice(changes.length).forEach(({ card }) => card.remove());
    shown = changes.map((change, number) => ({ card: shown[number]?.card ?? made(list), change }));
    for (const { card, change } of shown) fill(card, change);
  }

  /** @param {HTMLElement} list */
  function made(list) {
    const card = /** @type {HTMLElement} */ (template.content.firstElementChild.cloneNode(true));
    for (const button of card.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        const { change } = shown.find((one) => one.card === card);
        const { view } = editor;
        const which = changesIn(view.state.doc).filter((one) => one.from === change.from && one.to === change.to && one.kind === change.kind);
        if (which.length) decide(button.dataset.decide === "accept", which)(view.state, view.dispatch.bind(view));
      });
    }
    list.append(card);
    return card;
  }

  /** @type {(card: HTMLElement, change: Change) => void} */
  function fill(card, change) {
    const { from, to, border, kind, by, at } = change;
    const { doc } = editor.view.state;
    const signature = [by ?? editor.say("change-unsigned"), at ? editor.surroundings.moment(at) : ""].filter(Boolean).join(", ");
    card.querySelector("[data-change-words]").textContent = editor.say(sayingOf(change), { signature });
    const words = border === undefined ? doc.textBetween(from, to, " ", " ").trim() : "¶";
    const quoted = card.querySelector("[data-change-quoted]");
    quoted.textContent = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
    card.dataset.kind = kind;
  }

  return {
    draw,
    /** @param {HTMLElement} card */
    placeOf: (card) => shown.find((one) => one.card === card)?.change.from,
  };
}

/**
 * Beside the text, each at the height of its words: the comments on words, which the page brings, and the marked changes.
 * Where there is no room for a margin they are a list below the text.
 */

import { getVersion } from "../collab.js";
import { anchorsIn, isGone, mayBeBack, moved, shownPlaces, told } from "./anchors.js";
import { changeCards } from "./changes.js";

/** @typedef {{cards: HTMLElement[], version: number, places: Record<string, number[]>}} Told */

const GAP = 6;

export class Beside {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    /** @type {HTMLElement | null} */
    this.place = editor.place.querySelector("[data-remarks]");
    this.list = /** @type {HTMLElement} */ (this.place?.querySelector("[data-remark-cards]"));
    this.changes = changeCards(editor);
    /** What was told of a version that is not here yet. @type {Told | null} */
    this.waiting = null;
    this.current = "";
  }

  begin() {
    if (!this.place) return;
    const { surroundings, view } = this.editor;
    surroundings.onCards((/** @type {Told} */ said) => this.hear(said));
    new ResizeObserver(() => this.drawSoon()).observe(view.dom);
    this.list.addEventListener("focusin", ({ target }) => this.point(nameOf(target)));
    this.list.addEventListener("pointerover", ({ target }) => this.point(nameOf(target)));
    this.list.addEventListener("pointerleave", () => this.point(""));
    this.place.querySelector("[data-show-resolved]").addEventListener("click", ({ currentTarget }) => {
      const button = /** @type {HTMLElement} */ (currentTarget);
      const isShown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isShown));
      this.place.toggleAttribute("data-with-resolved", isShown);
      this.drawSoon();
    });
    surroundings.askForCards();
  }

  /** The text was replaced as a whole. */
  forget() {
    this.waiting = null;
    if (this.place) this.editor.surroundings.askForCards();
  }

  /** @param {Told} said */
  hear(said) {
    const { view, presence, isClosed } = this.editor;
    const ahead = said.version - getVersion(view.state);
    this.waiting = ahead > 0 && !isClosed ? said : null;
    if (this.waiting) return;
    const { maps } = presence.cursors;
    const isOther = isClosed && ahead !== 0; // a closed page keeps the text that it had, and others write on or begin the next
    if (!isOther && -ahead > maps.length) return this.editor.surroundings.askForCards();
    const at = new Map(isOther ? [] : Object.entries(said.places).map(([name, [from, to, cut]]) => [name, { from, to, isCut: Boolean(cut) }]));
    const resolved = new Set(said.cards.filter(({ dataset }) => "resolved" in dataset).map(({ dataset }) => dataset.besideOf));
    view.dispatch(told(view.state, { places: moved(at, ahead < 0 && !isOther ? maps.slice(ahead) : []), resolved }));
    this.put(said.cards);
  }

  /** Steps were confirmed: what waited for them is shown. Cards of words that are gone, or may be there again, are asked for anew. @param {import("prosemirror-transform").StepMap[]} changes */
  caughtUp(changes) {
    if (!this.place) return;
    if (this.waiting && this.waiting.version <= getVersion(this.editor.view.state)) this.hear(this.waiting);
    else if (mayBeBack(anchorsIn(this.editor.view.state).places, changes)) this.editor.surroundings.askForCards();
  }

  /** The new cards in place of the old ones; what has the focus keeps it. @param {HTMLElement[]} cards */
  put(cards) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-beside-of]"));
    const within = focused && this.list.contains(focused) ? document.activeElement : null;
    const was = within?.matches("[data-answer]") ? "[data-answer]" : within && "[data-do]";
    this.list.querySelectorAll("[data-beside-of]").forEach((card) => card.remove());
    this.list.append(...cards);
    if (focused && within) {
      const again = /** @type {HTMLElement | null} */ (this.list.querySelector(`#${CSS.escape(focused.id)}`));
      /** @type {HTMLElement | null} */ (again?.querySelector(was) ?? again)?.focus({ preventScroll: true });
    }
    this.drawSoon();
  }

  /** These words are looked at, and the card that is about them. @param {string} name */
  point(name) {
    if (name === this.current) return;
    this.current = name;
    const { view } = this.editor;
    view.dispatch(told(view.state, { current: name }));
  }

  drawSoon() {
    if (!this.place) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  /** First everything is measured, then everything is moved: one layout for all. */
  draw() {
    const { view } = this.editor;
    const places = shownPlaces(view.state);
    this.changes.draw(this.list);
    const page = /** @type {HTMLElement} */ (this.place.parentElement);
    const cards = /** @type {HTMLElement[]} */ ([...this.list.children]);
    const withResolved = this.place.hasAttribute("data-with-resolved");
    const resolved = cards.filter(({ dataset }) => "resolved" in dataset);
    const most = view.state.doc.content.size;
    const { from: caret } = view.state.selection;
    for (const card of cards) {
      card.hidden = "resolved" in card.dataset && !withResolved;
      const place = places.get(card.dataset.besideOf);
      if (place) card.toggleAttribute("data-gone", isGone(place));
      card.classList.toggle("is-current", Boolean(place) && !isGone(place) && place.from <= caret && caret <= place.to);
    }
    this.place.hidden = !cards.length;
    if (this.place.hidden) {
      page.style.removeProperty("min-block-size");
      return;
    }
    this.place.querySelector("[data-resolved-count]").textContent = String(resolved.length);
    /** @type {HTMLElement} */ (this.place.querySelector("[data-show-resolved]")).hidden = !resolved.length;
    const at = (/** @type {HTMLElement} */ card) => places.get(card.dataset.besideOf)?.from ?? this.changes.placeOf(card) ?? most;
    const shown = cards.filter((card) => !card.hidden).map((card) => ({ card, at: Math.min(at(card), most) }));
    shown.sort((one, other) => one.at - other.at);
    // In the order of the text, also for who goes through them by Tab; the one that has the focus keeps it.
    const isInOrder = shown.every(({ card }, number) => !number || shown[number - 1].card.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!isInOrder) reorder(this.list, shown.map(({ card }) => card));
    const isMargin = getComputedStyle(this.list).position === "relative";
    const corner = this.list.getBoundingClientRect().top;
    const measured = isMargin ? shown.map(({ card, at: place }) => ({ card, top: view.coordsAtPos(place, 1).top - corner, height: card.offsetHeight })) : [];
    let end = 0;
    for (const { card, top, height } of measured) {
      const here = Math.max(top, end);
      card.style.setProperty("inset-block-start", `${here}px`);
      end = here + height + GAP;
    }
    // Cards that reach below the text make room for themselves.
    page.style.setProperty("min-block-size", isMargin ? `${end + corner - page.getBoundingClientRect().top}px` : "0");
  }
}

/** @type {(list: HTMLElement, cards: HTMLElement[]) => void} */
function reorder(list, cards) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const isWithin = list.contains(focused);
  list.append(...cards);
  if (isWithin) focused.focus({ preventScroll: true });
}

/** @param {EventTarget} target */
const nameOf = (target) => /** @type {HTMLElement} */ (/** @type {Element} */ (target).closest("[data-beside-of]"))?.dataset.besideOf ?? "";

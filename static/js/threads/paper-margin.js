/** Beside a numbered paper, each at the height of its words: the open comments on them. The words are marked in the text. */

import { rangeOf } from "./clause-text.js";

const GAP = 6;

const place = document.querySelector("[data-paper] [data-remarks]");
const list = place?.querySelector("[data-remark-cards]");
const shows = place?.querySelector("button[data-show-resolved]");

export function followWords() {
  if (!place) return;
  document.addEventListener("beside:told", ({ detail: { cards } }) => put(cards));
  document.addEventListener("pointerover", ({ target }) => point(target.closest?.("[data-beside-of]")));
  document.addEventListener("focusin", ({ target }) => point(target.closest?.("[data-beside-of]")));
  shows.addEventListener("click", () => {
    const isShown = shows.getAttribute("aria-pressed") !== "true";
    shows.setAttribute("aria-pressed", String(isShown));
    draw();
  });
  new ResizeObserver(draw).observe(place.parentElement);
}

/** The new cards in place of the old ones; what has the focus keeps it. @param {HTMLElement[]} cards */
function put(cards) {
  const focused = document.activeElement?.closest("[data-beside-of]");
  const control = focused && document.activeElement.matches("[data-answer]") ? "[data-answer]" : "[data-do]";
  list.replaceChildren(...cards);
  const again = focused && document.getElementById(focused.id);
  if (again) (again.querySelector(control) ?? again).focus({ preventScroll: true });
  draw();
}

/** Where the words of a card are in the paper, if they still stand there. @type {(card: HTMLElement) => Range | null} */
function wordsOf({ dataset: { block, start, end } }) {
  const words = block && document.querySelector(`.paper__body [data-block="${CSS.escape(block)}"]`);
  if (!words) return null;
  if (end) return rangeOf(words, Number(start), Number(end));
  const whole = document.createRange();
  whole.selectNodeContents(words);
  return whole;
}

/** First everything is measured, then everything is moved: one layout for all. */
function draw() {
  const cards = /** @type {HTMLElement[]} */ ([...list.children]);
  const withResolved = shows.getAttribute("aria-pressed") === "true";
  const resolved = cards.filter(({ dataset }) => "resolved" in dataset);
  for (const card of cards) card.hidden = "resolved" in card.dataset && !withResolved;
  place.hidden = !cards.length;
  shows.hidden = !resolved.length;
  shows.querySelector("[data-resolved-count]").textContent = String(resolved.length);
  const shown = cards.filter(({ hidden }) => !hidden).map((card) => ({ card, words: wordsOf(card) }));
  const marked = shown.map(({ words }) => words).filter(Boolean);
  if (globalThis.Highlight) CSS.highlights.set("commented", new Highlight(...marked));
  const isMargin = getComputedStyle(list).position === "relative";
  const corner = list.getBoundingClientRect().top;
  const places = isMargin ? shown.map(({ card, words }) => ({ card, top: words ? words.getBoundingClientRect().top - corner : Infinity, height: card.offsetHeight })) : [];
  places.sort((one, other) => one.top - other.top);
  let below = 0;
  for (const { card, top, height } of places) {
    const here = Math.max(Number.isFinite(top) ? top : 0, below);
    card.style.insetBlockStart = `${here}px`;
    below = here + height + GAP;
  }
  const room = place.parentElement;
  room.style.minBlockSize = isMargin && !place.hidden ? `${below + corner - room.getBoundingClientRect().top}px` : "";
}

/** The words of the card that somebody looks at. @param {HTMLElement | null} [card] */
function point(card) {
  const words = card && list.contains(card) && wordsOf(card);
  if (!card || !globalThis.Highlight) return;
  if (words) CSS.highlights.set("quoted", new Highlight(words));
}

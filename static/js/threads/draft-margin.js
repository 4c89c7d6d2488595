/**
 * The margin beside the editor of a draft: a mark at each paragraph that somebody commented on, which leads to the first of
 * the comments, and a button to comment on the paragraph of the caret. The editor draws its paragraphs anew whenever it
 * likes, so the marks lie over the text and follow it.
 */

import { copyOf } from "../http.js";
import { question } from "../latest-answer.js";
import { paragraphOfCaret } from "./draft-words.js";
import { moveTo } from "./lookup.js";
import { openAt } from "./open-threads.js";

const talk = document.querySelector("[data-talk]");
const text = document.querySelector("[data-editor] [data-text]");
const margin = document.querySelector("[data-margin]");
const begin = margin?.querySelector("button[data-comment-on-this]");
const GAP = 2;

/** By the id of the paragraph: how many comments, and the address of the first. @type {Record<string, [number, string]>} */
let said = {};
/** @type {Map<string, HTMLAnchorElement>} */
const marks = new Map();

const { now: refresh, soon: refreshSoon } = question(
  () => talk.dataset.said,
  ({ blocks, count }) => {
    said = blocks;
    const whole = talk.querySelector("[data-count]");
    whole.textContent = String(count);
    whole.parentElement.classList.toggle("is-zero", count === 0);
    drawSoon();
  },
);

/** Something was said, or taken back. @param {CustomEvent<{topic: string}>} event */
function hear({ detail: { topic } }) {
  if (topic.split("@")[0] === talk?.dataset.talk) refreshSoon();
}

/** @type {number | undefined} */
let frame;

function drawSoon() {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    draw();
  });
}

/** First everything is measured, then everything is moved: one layout for all. */
function draw() {
  const corner = margin.getBoundingClientRect().top;
  /** @type {(block: Element) => number} */
  const topOf = (block) => block.getBoundingClientRect().top - corner;
  const places = Object.entries(said).flatMap(([id, [count, url]]) => {
    const block = text.querySelector(`:is(p, h1, h2, h3, h4)[data-id="${CSS.escape(id)}"]`);
    return block ? [{ id, count, url, top: topOf(block) }] : [];
  });
  places.sort((one, other) => one.top - other.top);
  const caret = paragraphOfCaret();
  const isFree = caret && !said[caret.dataset.id] && (caret.textContent.trim() || caret.querySelector("img"));
  const beginsAt = isFree ? topOf(caret) : null;

  const ids = new Set(places.map(({ id }) => id));
  for (const [id, mark] of marks) {
    if (ids.has(id)) continue;
    mark.remove();
    marks.delete(id);
  }
  let end = -Infinity;
  /** @type {Element} */
  let before = begin;
  for (const { id, count: comments, url, top } of places) {
    const mark = marks.get(id) ?? added(id);
    mark.href = url;
    mark.querySelector("[data-count]").textContent = String(comments);
    // In the order of the text, also for who goes through them by Tab; the one that has the focus keeps it.
    if (before.nextElementSibling !== mark) before.after(mark);
    before = mark;
    const at = Math.max(top, end); // cells of one row begin at the same height
    mark.style.insetBlockStart = `${at}px`;
    end = at + mark.offsetHeight + GAP;
  }
  begin.hidden = beginsAt === null;
  if (beginsAt !== null) begin.style.insetBlockStart = `${beginsAt}px`;
}

/** @param {string} id */
function added(id) {
  /** @type {HTMLAnchorElement} */
  const mark = copyOf(document.querySelector("template[data-said-template]"));
  marks.set(id, mark);
  return mark;
}

margin?.addEventListener("click", async (event) => {
  const mark = /** @type {HTMLElement} */ (event.target).closest("a");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const id = mark.hash.slice(1);
  await openAt(talk.dataset.talk, id);
  const comment = document.getElementById(id);
  if (comment) moveTo(comment);
  else location.assign(mark.href);
});

export function followDraft() {
  if (!margin || !talk) return;
  new ResizeObserver(drawSoon).observe(text);
  new MutationObserver(drawSoon).observe(text, { childList: true, characterData: true, subtree: true });
  document.addEventListener("selectionchange", drawSoon);
  document.addEventListener("live:entry", hear);
  document.addEventListener("live:reload", hear);
  // What the button quotes is what is selected; taking the focus would end that before it is read.
  begin.addEventListener("mousedown", (event) => event.preventDefault());
  refresh();
}

/**
 * Quoting words of a clause: select them by mouse, finger or keys, press "Quote" (or q), and they stand in
 * the composer. The words that a comment quotes are marked in the clause while somebody looks at the comment.
 */

import { copyOf } from "../http.js";
import { say } from "../words.js";
import { offsetOf, rangeOf, textOf } from "./clause-text.js";
import { addressOf, composerOf, focusOn, threadNamed, threadOf } from "./lookup.js";

const SURROUNDINGS = 48;

/** @typedef {{topic?: string, block?: string, lang?: string, quote: string, before: string, after: string, version?: string}} Quote of a text that is written, in which version */

/** @type {HTMLButtonElement | null} */
const button = document.querySelector("button[data-quote-button]");
const attachForm = document.querySelector("form[data-attach-form]");

/** @type {Quote | null} */
let selected = null;

/* Selecting */

/** @type {number} */
let timer;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(readSelection, 150);
});
readSelection(); // on a slow connection words may be selected before this script is here

function readSelection() {
  if (button && document.activeElement === button) return; // reaching it by Tab may end the selection
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const words = range && wordsAround(range);
  selected = words && quoteOf(words, range);
  if (!button) return;
  if (selected) placeButton(words, range);
  else button.hidden = true;
}

/** @param {Range} range */
function wordsAround({ startContainer, endContainer }) {
  return elementAt(startContainer).closest("[data-words]") ?? elementAt(endContainer).closest("[data-words]");
}

/** @param {Node} node */
function elementAt(node) {
  return node instanceof Element ? node : node.parentElement;
}

/** @type {(words: HTMLElement, range: Range) => Quote | null} */
export function quoteOf(words, range) {
  const text = textOf(words);
  const start = offsetOf(words, range.startContainer, range.startOffset);
  const end = offsetOf(words, range.endContainer, range.endOffset);
  const quote = text.slice(start, end).trim();
  if (!quote) return null;
  return {
    topic: words.dataset.words,
    block: words.dataset.block ?? "",
    lang: /** @type {HTMLElement} */ (words.closest("[lang]"))?.lang,
    quote,
    before: text.slice(Math.max(0, start - SURROUNDINGS), start),
    after: text.slice(end, end + SURROUNDINGS),
  };
}

/** Right after the words in the order of the page, so that the next Tab leads there. @type {(words: HTMLElement, range: Range) => void} */
function placeButton(words, range) {
  const home = words.parentElement;
  words.after(button);
  button.hidden = false;
  const lines = [...range.getClientRects()];
  const first = lines[0] ?? words.getBoundingClientRect();
  const room = home.getBoundingClientRect();
  // Above the words: below them a telephone shows its own menu, and the next line is what one reads on.
  const top = first.top > button.offsetHeight + 8 ? first.top - button.offsetHeight - 4 : lines.at(-1).bottom + 4;
  button.style.insetBlockStart = `${top - room.top}px`;
  button.style.left = `${Math.max(0, Math.min(first.left - room.left, room.width - button.offsetWidth))}px`;
}

button?.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
button?.addEventListener("click", quoteSelected);
button?.addEventListener("blur", () => (button.hidden = true));
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("input, textarea, select, [contenteditable]");
  if (event.key === "Tab" && selected && !event.shiftKey && !isTyping && event.target !== button) {
    event.preventDefault(); // browsers disagree on where Tab leads from a selection
    button.focus();
    return;
  }
  if (event.key !== "q" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  readSelection();
  if (!selected) return;
  event.preventDefault();
  quoteSelected();
});

async function quoteSelected() {
  const quote = selected;
  if (!quote) return;
  selected = null;
  getSelection().removeAllRanges();
  button.blur();
  button.hidden = true;
  const form = attachForm ?? (await composerFor(quote.topic));
  if (!form) return;
  fill(form, quote);
  (form.elements.body ?? form.elements.quote).focus();
  const status = threadOf(form)?.querySelector("[data-heard]");
  if (status) status.textContent = say("quoted", { words: quote.quote });
}

/**
 * The composer of a clause; its thread is opened first if need be. None where it does not open now.
 *
 * @param {string} topic
 */
export async function composerFor(topic) {
  if (threadNamed(topic)) return composerOf(threadNamed(topic));
  /** @type {Promise<void>} */
  const answered = new Promise((resolve) => {
    const events = /** @type {const} */ (["thread:opened", "thread:stays-closed"]);
    /** @param {CustomEvent<Announced["thread:opened" | "thread:stays-closed"]>} event */
    function resolveOnce({ detail }) {
      if (("thread" in detail ? detail.thread.dataset.thread : detail.name) !== topic) return;
      for (const name of events) document.removeEventListener(name, resolveOnce);
      resolve();
    }
    for (const name of events) document.addEventListener(name, resolveOnce);
  });
  document.querySelector(`[data-open-thread="${CSS.escape(topic)}"]`)?.click();
  await answered;
  return threadNamed(topic) ? composerOf(threadNamed(topic)) : null;
}

/** @type {(form: HTMLFormElement, quote: Quote) => void} */
export function fill(form, { block = "", lang = "", quote, before, after, version = "" }) {
  form.elements.quote.value = quote;
  form.elements.quote.lang = lang;
  if (form.elements.quote_version) form.elements.quote_version.value = version;
  if (form.elements.block) form.elements.block.value = block;
  form.elements.quote_before.value = before;
  form.elements.quote_after.value = after;
  const details = form.querySelector("[data-quoting]");
  if (details) details.open = Boolean(quote);
  form.elements.quote.dispatchEvent(new Event("change", { bubbles: true })); // so that it is stored with the draft
}

document.addEventListener("click", (event) => {
  const clear = event.target.closest("[data-do='unquote']");
  if (!clear) return;
  fill(clear.form, { quote: "", before: "", after: "" });
  clear.form.elements.body.focus();
});
document.addEventListener("input", ({ target }) => {
  if (target.name !== "quote") return;
  target.form.elements.quote_before.value = target.form.elements.quote_after.value = "";
  if (target.form.elements.block) target.form.elements.block.value = target.form.elements.quote_version.value = "";
});

/** @param {Announced["composer:opened"]} detail */
export function showQuoteField({ form }) {
  form.querySelector("[data-quoting]").open = Boolean(form.elements.quote.value);
}

/**
 * A quote whose words are gone from the clause is attached to other words on the page of its comment.
 *
 * @param {Announced["comment:controls-added"]} detail
 */
export function addAttachControl({ thread, comment, controls }) {
  const orphan = comment.querySelector(":scope > [data-orphan]");
  const isOwn = controls.querySelector("[data-own]") !== null;
  if (!orphan || !(isOwn || "keepsOrder" in thread.dataset)) return;
  /** @type {HTMLAnchorElement} */
  const link = copyOf(thread.querySelector("template[data-attach-control]"));
  link.href = `${addressOf(comment)}#quote-title`;
  controls.append(link);
}

/**
 * From a comment on a paper to the paragraph that it quotes, where that is on the page.
 *
 * @param {Announced["comment:controls-added"]} detail
 */
export function addShowControl({ thread, comment, controls }) {
  const quoted = comment.querySelector(":scope > [data-quote][data-block]");
  if (quoted && paragraphOf(quoted)) controls.append(copyOf(thread.querySelector("template[data-show-control]")));
}

document.addEventListener("click", ({ target }) => {
  const comment = target.closest?.("button[data-do='show-quoted']")?.closest(".comment");
  const quoted = comment?.querySelector(":scope > [data-quote]");
  const paragraph = quoted && paragraphOf(quoted);
  if (!paragraph) return;
  const { start, end } = quoted.dataset;
  const editor = paragraph.closest("[contenteditable='true']");
  paragraph.scrollIntoView({ block: "center" });
  if (!editor) return focusOn(paragraph);
  editor.focus({ preventScroll: true });
  const words = rangeOf(paragraph, Number(start ?? 0), Number(end ?? 0));
  getSelection().setBaseAndExtent(words.startContainer, words.startOffset, words.endContainer, words.endOffset);
});

/** @param {HTMLElement} quoted */
const paragraphOf = (quoted) => wordsOf(threadOf(quoted).dataset.thread, quoted.dataset.block);

/* Marking the words of the comment that somebody looks at */

/** @param {{target: HTMLElement}} event */
function mark({ target }) {
  const comment = target.closest?.(".comment");
  const quoted = comment?.querySelector(":scope > [data-start]");
  const name = comment && threadOf(comment)?.dataset.thread;
  const words = quoted && wordsOf(name, quoted.dataset.block);
  document.querySelectorAll("[data-marked]").forEach((element) => delete element.dataset.marked);
  document.querySelectorAll("[data-marked-beside]").forEach((element) => delete element.dataset.markedBeside);
  globalThis.CSS?.highlights?.delete("quoted");
  if (!words) {
    const clause = quoted && wordsOf(name)?.closest(".clause");
    const label = clause?.querySelector(".clause__label"); // the words are those of a translation that is not here
    if (label) label.dataset.markedBeside = "";
    return;
  }
  const [start, end] = [Number(quoted.dataset.start), Number(quoted.dataset.end)];
  // The editor takes a change of its elements for a change of the text.
  if (!words.closest("[data-editor]")) words.dataset.marked = textOf(words).slice(start, end);
  if (globalThis.Highlight) CSS.highlights.set("quoted", new Highlight(rangeOf(words, start, end)));
}

/** The text of the clause, or the paragraph of the paper. @type {(thread: string, block?: string) => HTMLElement | null} */
function wordsOf(thread, block) {
  const words = `[data-words="${CSS.escape(thread)}"]`;
  if (!block) return document.querySelector(`${words}:not([data-block])`);
  const id = CSS.escape(block);
  return document.querySelector(`${words}[data-block="${id}"], [data-editor] [data-text] [data-id="${id}"]`);
}

document.addEventListener("pointerover", mark);
document.addEventListener("focusin", mark);
document.addEventListener("click", mark);
document.addEventListener("click", ({ target }) => {
  const quoted = target.closest?.("[data-quote]:is([data-start], [data-block])");
  const name = quoted && threadOf(quoted)?.dataset.thread;
  if (name) (wordsOf(name, quoted.dataset.block) ?? wordsOf(name))?.scrollIntoView({ block: "nearest" });
});

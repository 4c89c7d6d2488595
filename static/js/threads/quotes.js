/**
 * Quoting words of a clause: select them by mouse, finger or keys, press "Quote" (or q), and they stand in
 * the composer. Where a comment's words stand is marked in the clause while somebody looks at the comment.
 */

import { addressOf, composerOf, threadNamed, threadOf } from "./lookup.js";
import { say } from "../words.js";

const SURROUNDINGS = 48;
const button = document.querySelector("[data-quote-button]");
const attaching = document.querySelector("form[data-attach-form]");
let selected = null; // { topic, quote, before, after }

/* Words and their places: a line break counts as one character, as it does on the server */

function pieces(words) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const found = [];
  let at = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const length = node.nodeType === Node.TEXT_NODE ? node.length : Number(node.nodeName === "BR");
    if (length) found.push({ node, at, length });
    at += length;
  }
  return found;
}

const textOf = (words) =>
  pieces(words)
    .map(({ node }) => node.data ?? "\n")
    .join("");

function rangeOf(words, start, end) {
  const range = document.createRange();
  let began = false;
  for (const { node, at, length } of pieces(words)) {
    if (!node.data) continue;
    if (!began && start < at + length) {
      range.setStart(node, Math.max(0, start - at));
      began = true;
    }
    if (end <= at + length) {
      range.setEnd(node, Math.max(0, end - at));
      break;
    }
  }
  return range;
}

/** How many characters of the words stand before a point of the page. */
function offsetOf(words, container, offset) {
  const point = document.createRange();
  point.setStart(container, offset);
  let count = 0;
  for (const { node, length } of pieces(words)) {
    if (node === container) return count + offset;
    const here = document.createRange();
    here.selectNode(node);
    if (point.compareBoundaryPoints(Range.START_TO_START, here) <= 0) break;
    count += length;
  }
  return count;
}

/* Selecting */

let settled;
document.addEventListener("selectionchange", () => {
  clearTimeout(settled);
  settled = setTimeout(look, 150);
});
look(); // on a slow line words may be selected before this is here

function look() {
  if (button && document.activeElement === button) return; // reaching it by Tab may end the selection
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const words = range && wordsOf(range);
  selected = words && read(words, range);
  if (!button) return;
  if (selected) place(words, range);
  else button.hidden = true;
}

function wordsOf(range) {
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  return element(range.startContainer).closest("[data-words]") ?? element(range.endContainer).closest("[data-words]");
}

function read(words, range) {
  const text = textOf(words);
  const start = offsetOf(words, range.startContainer, range.startOffset);
  const end = offsetOf(words, range.endContainer, range.endOffset);
  const quoted = text.slice(start, end).trim();
  if (!quoted) return null;
  return {
    topic: words.dataset.words,
    quote: quoted,
    before: text.slice(Math.max(0, start - SURROUNDINGS), start),
    after: text.slice(end, end + SURROUNDINGS),
  };
}

/** Right after the words in the order of the page, so that the next Tab leads there. */
function place(words, range) {
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

button?.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
button?.addEventListener("click", quote);
button?.addEventListener("blur", () => (button.hidden = true));
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("input, textarea, select, [contenteditable]");
  if (event.key === "Tab" && selected && !event.shiftKey && !typing && event.target !== button) {
    event.preventDefault(); // browsers disagree on where Tab leads from a selection
    button.focus();
    return;
  }
  if (event.key !== "q" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  look();
  if (!selected) return;
  event.preventDefault();
  quote();
});

async function quote() {
  const words = selected;
  if (!words) return;
  selected = null;
  getSelection().removeAllRanges();
  button.blur();
  button.hidden = true;
  const form = attaching ?? (await composer(words.topic));
  if (!form) return;
  fill(form, words);
  (form.elements.body ?? form.elements.quote).focus();
  const heard = threadOf(form)?.querySelector("[data-heard]");
  if (heard) heard.textContent = say("quoted", { words: words.quote });
}

/** The clause's composer; its thread is opened first if need be. */
async function composer(topic) {
  if (threadNamed(topic)) return composerOf(threadNamed(topic));
  const opened = new Promise((resolve) => {
    document.addEventListener("thread:opened", function hear({ detail }) {
      if (detail.thread.dataset.thread !== topic) return;
      document.removeEventListener("thread:opened", hear);
      resolve(detail.thread);
    });
  });
  document.querySelector(`[data-open-thread="${CSS.escape(topic)}"]`)?.click();
  return composerOf(await opened);
}

function fill(form, { quote: words, before, after }) {
  form.elements.quote.value = words;
  form.elements.quote_before.value = before;
  form.elements.quote_after.value = after;
  const details = form.querySelector("[data-quoting]");
  if (details) details.open = Boolean(words);
  form.elements.quote.dispatchEvent(new Event("change", { bubbles: true })); // so that it is kept
}

const NOTHING = { quote: "", before: "", after: "" };

document.addEventListener("click", (event) => {
  const clear = event.target.closest("[data-do='unquote']");
  if (!clear) return;
  fill(clear.form, NOTHING);
  clear.form.elements.body.focus();
});
document.addEventListener("input", ({ target }) => {
  if (target.name === "quote") target.form.elements.quote_before.value = target.form.elements.quote_after.value = "";
});
for (const name of ["composer:opened", "composer:sent", "composer:filled"]) {
  document.addEventListener(name, ({ detail: { form } }) => {
    form.querySelector("[data-quoting]").open = Boolean(form.elements.quote.value);
  });
}

/* An orphan is attached again on its comment's page */

document.addEventListener("comment:controls", ({ detail: { thread, comment, controls } }) => {
  const orphan = comment.querySelector(":scope > [data-orphan]");
  const own = controls.querySelector("[data-own]") !== null;
  if (!orphan || !(own || "keepsOrder" in thread.dataset)) return;
  const link = thread.querySelector("template[data-attach-control]").content.firstElementChild.cloneNode(true);
  link.href = `${addressOf(comment)}#quote-title`;
  controls.append(link);
});

/* Marking the words of the comment that somebody looks at */

function mark({ target }) {
  const comment = target.closest?.(".comment");
  const quoted = comment?.querySelector(":scope > [data-start]");
  const name = comment && threadOf(comment)?.dataset.thread;
  const words = quoted && document.querySelector(`[data-words="${CSS.escape(name)}"]`);
  document.querySelectorAll("[data-marked]").forEach((one) => delete one.dataset.marked);
  globalThis.CSS?.highlights?.delete("quoted");
  if (!words) return;
  const { start, end } = quoted.dataset;
  words.dataset.marked = textOf(words).slice(start, end);
  if (globalThis.Highlight) CSS.highlights.set("quoted", new Highlight(rangeOf(words, Number(start), Number(end))));
}

for (const looked of ["pointerover", "focusin", "click"]) document.addEventListener(looked, mark);
document.addEventListener("click", ({ target }) => {
  const quoted = target.closest?.("[data-quote][data-start]");
  quoted?.closest(".clause")?.querySelector("[data-words]")?.scrollIntoView({ block: "nearest" });
});

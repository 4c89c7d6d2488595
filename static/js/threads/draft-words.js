/**
 * Comments on a draft beside its editor: words that are selected there are quoted in the drafters' talk, with their paragraph.
 * Without words the paragraph of the caret is quoted as a whole.
 */

import { begin, leave } from "./begun-comment.js";
import { textOf } from "./clause-text.js";
import { threadNamed } from "./lookup.js";
import { composerFor, fill, quoteOf } from "./quotes.js";

/** @typedef {import("./quotes.js").Quote} Quote */

const PARAGRAPHS = "[data-editor] [data-text] :is(p, h1, h2, h3, h4, h5, h6)[data-id]";
const BEGINNING = 200;

/** The rail names the talk, and is there only where this reader has a part in it. */
const place = document.querySelector("[data-talk]");
const talk = place?.dataset.talk;

/** What was selected last: a button takes the focus, and with it the selection. @type {Quote | null} */
let selected = null;

/** The paragraph of the caret. @type {HTMLElement | null} */
let paragraph = null;

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!talk || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const start = range.startContainer;
  const here = (start instanceof Element ? start : start.parentElement)?.closest(PARAGRAPHS);
  if (!here) return;
  paragraph = here;
  selected = { ...(quoteOf(here, range) ?? wholeOf(here)), topic: talk, block: here.dataset.id, version: here.closest("[data-editor]").dataset.version };
});

/** By its beginning. @param {HTMLElement} whole */
function wholeOf(whole) {
  const words = textOf(whole).trim();
  const quote = words.length > BEGINNING ? words.slice(0, BEGINNING).replace(/\s\S*$/, "") : words;
  return { quote, before: "", after: "" };
}

export const paragraphOfCaret = () => (paragraph?.isConnected ? paragraph : null);

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("button[data-comment-on-this]")) commentOnThis();
});

document.addEventListener("keydown", (event) => {
  const isAsked = event.code === "KeyM" && event.altKey && (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (!talk || !isAsked || !event.target.closest?.("[data-editor] [data-text]")) return;
  event.preventDefault();
  commentOnThis();
});

async function commentOnThis() {
  if (!talk) return;
  const quote = selected;
  const writtenIn = document.activeElement;
  const opens = composerFor(talk);
  if (!threadNamed(talk)) begin();
  const form = await opens;
  if (!form) {
    if (leave() && writtenIn instanceof HTMLElement) writtenIn.focus();
    return;
  }
  if (quote) fill(form, quote);
  form.scrollIntoView({ block: "center" });
  form.elements.body.focus();
}

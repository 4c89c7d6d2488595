/**
 * A comment that changes while somebody is at it: their edit, their focus and its mark as new stay. An edit in which nothing
 * was written goes with the words that it was begun with: redacted, they do not stay on the screen.
 */

import { isWrittenIn } from "../forms/written.js";
import { focusOn } from "./lookup.js";

/** @param {Announced["live:replaced"]} detail */
export function carryOver({ before, now, hadFocus }) {
  if (!now.matches(".comment")) return;
  now.classList.toggle("is-new", before.classList.contains("is-new"));
  /** @type {HTMLFormElement | null} */
  const editing = before.querySelector(":scope > form[data-in-place]");
  if (editing && (isWrittenIn(editing) || wordsIn(before) === wordsIn(now))) now.querySelector(":scope > [data-body]").after(editing);
  if (!hadFocus) return;
  if (editing?.isConnected) editing.elements.body.focus();
  else focusOn(now);
}

/** @param {HTMLElement} comment */
const wordsIn = (comment) => comment.querySelector(":scope > [data-body]").innerHTML;

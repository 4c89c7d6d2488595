/** Comments that are not sent yet, as their writer sees them in the thread. */

import { announce } from "../announce.js";
import { copyOf } from "../http.js";
import { apply } from "../live.js";
import { say } from "../words.js";
import { startReply } from "./comment-forms.js";
import { composerOf, focusOn, threadNamed, threadOf } from "./lookup.js";
import { discard } from "./unsent-queue.js";
import { unsent } from "./unsent-storage.js";

/** @param {string} key */
const elementOf = (key) => document.getElementById(`waiting-${key}`);

/** @param {UnsentComment} comment */
export function showUnsent(comment) {
  const { key, thread, fields, readers } = comment;
  const template = threadNamed(thread)?.querySelector("template[data-waiting]");
  if (!template || elementOf(key)) return;
  const element = copyOf(template);
  element.id = `waiting-${key}`;
  element.dataset.key = key;
  element.querySelector("[data-body]").textContent = fields.body;
  const isPrivate = fields.audience !== "members";
  element.classList.toggle("comment--private", isPrivate);
  if (isPrivate && readers) element.querySelector("[data-readers]").textContent = readers;
  const list = fields.parent && document.getElementById(`replies-${fields.parent}`);
  (list || document.getElementById(`comments-${thread}`)).append(element);
  explain(comment);
}

/** @param {Announced["thread:opened"]} detail */
export function showUnsentIn({ thread }) {
  for (const comment of unsent()) if (comment.thread === thread.dataset.thread) showUnsent(comment);
}

/**
 * Say why a comment is not sent yet, and offer to edit or discard it where it stays so.
 *
 * @param {{key: string, refused?: string, paused?: string}} comment
 */
export function explain({ key, refused, paused }) {
  const element = elementOf(key);
  if (!element) return;
  const isOffline = document.documentElement.dataset.live === "off" || !navigator.onLine;
  element.querySelector("[data-state]").textContent = refused || paused || say(isOffline ? "waiting" : "sending");
  element.classList.toggle("comment--refused", Boolean(refused));
  element.querySelector("[data-waiting-controls]").hidden = !(refused || paused || isOffline);
}

/** @param {Announced["unsent:paused"]} comment */
export function explainPause({ key, minutes }) {
  explain({ key, paused: say("saying-much", { minutes }) });
}

/** @param {Announced["unsent:stranded"]} comment */
export function explainSignIn({ key }) {
  explain({ key, paused: say("signed-out") });
}

export const explainAll = () => unsent().forEach(explain);

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='discard'], [data-do='again']");
  if (!button) return;
  const element = button.closest(".comment");
  if (button.dataset.do === "again") return editAgain(element);
  const thread = threadOf(element);
  drop(element);
  composerOf(thread)?.elements.body.focus();
});

/** @param {HTMLElement} element */
function drop(element) {
  discard(element.dataset.key);
  remove(element);
}

let keyInFocus = ""; // of an unsent comment that had the focus when it was removed

/** @param {HTMLElement} [element] */
function remove(element) {
  if (element?.contains(document.activeElement)) keyInFocus = element.dataset.key;
  element?.remove();
}

/**
 * The focus goes on to the comment that has arrived in place of the unsent one.
 *
 * @param {Entry} entry
 */
export function focusOnArrived({ about: { key, comment } }) {
  if (!keyInFocus || key !== keyInFocus) return;
  keyInFocus = "";
  focusOn(document.getElementById(comment));
}

/**
 * Whether a comment that arrived was waiting here. It needs no sending then, even if the answer to it never comes.
 *
 * @param {Entry} entry
 */
export function removeArrived({ about: { key } }) {
  const element = key && elementOf(key);
  if (element) drop(element);
  return Boolean(element);
}

/**
 * Back into the form in which it was written, with its readers.
 *
 * @param {HTMLElement} element
 */
function editAgain(element) {
  const comment = unsent().find(({ key }) => key === element.dataset.key);
  if (!comment) return element.remove();
  const { fields, readers, thread } = comment;
  const answered = fields.parent && document.getElementById(`comment-${fields.parent}`);
  const form = answered ? startReply(answered) : composerOf(threadNamed(thread));
  announce("composer:edit-again", { form, fields, readers });
  drop(element);
  form.elements.body.focus();
}

/** @param {Announced["unsent:sent"]} detail */
export function showSent({ key, thread, fields, answer: { topic, html, about } }) {
  remove(elementOf(key));
  if (document.getElementById(about.comment)) return; // it has arrived by its number already
  apply({ topic, action: "append", target: fields.parent ? `replies-${fields.parent}` : `comments-${thread}`, html, about });
}

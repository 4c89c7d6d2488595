/** Where threads, their comments and their composers stand on a page. */

import { elements } from "../http.js";

export const threadOf = (element) => element.closest("[data-thread]");
export const threadNamed = (name) => document.querySelector(`[data-thread="${CSS.escape(name)}"]`);

/** A delegation's own layer is shown in the thread that everybody shares. */
export const threadOfTopic = (topic) => threadNamed(topic.split("@")[0]);
export const topicsOf = (thread) => [...thread.querySelectorAll("[data-topic]")].map((one) => one.dataset.topic);

/** The comment in markup that was heard: by itself, or within the item of a list. */
export function commentIn(html) {
  const [arrived] = elements(html ?? "");
  return arrived?.matches(".comment") ? arrived : (arrived?.querySelector(".comment") ?? null);
}

export const composerOf = (thread) => thread?.querySelector("form[data-composer]:not([data-reply])");
export const nameOf = (comment) => comment.id.replace("comment-", "");
export const addressOf = (comment) => `/comments/${nameOf(comment)}`;

/** Whether a word stands in a list such as `data-heads`. */
export const isListed = (word, list) => (list ?? "").split(" ").includes(word);

/** Whether a comment's markup calls the reader by name, or a delegation that they belong to. */
export function calls(html, thread) {
  const delegations = (thread?.dataset.memberOf ?? "").split(" ").filter(Boolean);
  const called = [`person:${document.body.dataset.person}`, ...delegations.map((id) => `delegation:${id}`)];
  return called.some((who) => html.includes(`data-who="${who}"`));
}

/** There the reader goes on: what they read next, and where their keys work. */
export function go(element) {
  element.scrollIntoView({ block: "center" });
  stay(element);
}

/** What had the focus may have gone with what it stood on: then it is at the comment of which it was a part. */
export function keepFocus(id) {
  const comment = document.getElementById(id);
  const { activeElement: at, body } = document;
  // A browser takes the focus out of a closed dialog only when it draws the next time.
  if (comment && (at === body || at.closest("dialog:not([open])"))) stay(comment);
}

export function stay(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

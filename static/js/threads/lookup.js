/** Where threads, their comments and their composers stand on a page, and moving the reader's focus among them. */

import { me } from "../http.js";

/** @param {Element} element */
export const threadOf = (element) => element.closest("[data-thread]");

/** @param {string} name */
export const threadNamed = (name) => document.querySelector(`[data-thread="${CSS.escape(name)}"]`);

/**
 * The layer of a delegation or a regional group is shown in the thread that everybody shares.
 *
 * @param {string} topic
 */
export const threadOfTopic = (topic) => threadNamed(topic.split("@")[0]);

/** @param {HTMLElement} thread */
export const topicsOf = (thread) => [...thread.querySelectorAll("[data-topic]")].map(({ dataset }) => dataset.topic);

/** @param {HTMLElement} [thread] */
export const composerOf = (thread) => thread?.querySelector("form[data-composer]:not([data-reply])");

/** @param {HTMLElement} comment */
export const nameOf = (comment) => comment.id.replace("comment-", "");

/** @param {HTMLElement} comment */
export const addressOf = (comment) => `/comments/${nameOf(comment)}`;

/** Whether a word stands in a list such as `data-heads`. @type {(word: string, list?: string) => boolean} */
export const isListed = (word, list = "") => list.split(" ").includes(word);

/** Whether an audience is the private layer of a delegation or a regional group. @param {string} audience */
export const isLayer = (audience) => /^(delegation|regional):/.test(audience);

/**
 * The audience of the whole delegation to which that of an earlier discussion belongs; any other is its own.
 *
 * @param {string} audience
 */
export const layerOf = (audience) => (audience.startsWith("delegation:") ? audience.split(".")[0] : audience);

/**
 * Whether names such as `person:7` and `delegation:3` name the reader, or a delegation that they belong to.
 *
 * @type {(names: string[] | undefined, thread: HTMLElement | null) => boolean}
 */
export function nameReader(names = [], thread) {
  const delegations = (thread?.dataset.memberOf ?? "").split(" ").filter(Boolean);
  const reader = [`person:${me}`, ...delegations.map((id) => `delegation:${id}`)];
  return names.some((name) => reader.includes(name));
}

/**
 * Lead the reader to an element: what they read next, and where their keys work.
 *
 * @param {HTMLElement} element
 */
export function moveTo(element) {
  element.scrollIntoView({ block: "center" });
  focusOn(element);
}

/** @param {HTMLElement} element */
export function focusOn(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/**
 * What had the focus may have been removed together with its surroundings: then its comment gets the focus.
 *
 * @param {string} id
 */
export function restoreFocus(id) {
  const comment = document.getElementById(id);
  const { activeElement: at, body } = document;
  // A browser takes the focus out of a closed dialog only when it draws the next time.
  if (comment && (at === body || at.closest("dialog:not([open])"))) focusOn(comment);
}

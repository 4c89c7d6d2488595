/** Going through threads by keys: to what is new, from comment to comment, and what can be done there; ? lists them. */

import { composerOf, moveTo } from "./lookup.js";

const dialog = document.getElementById("keys-dialog");
/** @type {WeakSet<Element>} new comments to which the reader has gone */
const visited = new WeakSet();

/** @type {Record<string, () => void>} */
const keys = {
  n: () => nextUnread(),
  N: () => openNext('[data-open-thread].is-new[data-followed="true"]'),
  j: () => step(1),
  k: () => step(-1),
  J: () => stepClause(1),
  K: () => stepClause(-1),
  r: () => press("reply"),
  e: () => press("edit"),
  s: () => press("support"),
  c: () => writeComment(),
  "/": () => document.getElementById("site-search")?.select(),
  "?": () => dialog?.showModal(),
};

/** @param {EventsOfElements["keydown"]} event */
export function actOn(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isField(event.target) || document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

const CHOICES = "[type='radio'], [type='checkbox'], [type='button'], [type='submit']";
/** @param {HTMLElement} element */
const isField = (element) =>
  element.isContentEditable || element.matches(`input:not(${CHOICES}), textarea, select`);
const comments = () => [...document.querySelectorAll("[data-thread] .comment[data-audience]")];
const current = () => document.activeElement?.closest(".comment[data-audience]");
/** @param {Element} element @returns {(other: Element) => boolean} */
const isBelow = (element) => (other) =>
  Boolean(element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

/** @param {string} name */
function press(name) {
  current()?.querySelector(`:scope > [data-controls] [data-do='${name}']`)?.click();
}

/** @param {1 | -1} by */
function step(by) {
  const all = comments();
  const here = all.indexOf(current());
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (next) moveTo(next);
}

/** From clause to clause; from elsewhere on the page first to the one that is being read. @param {1 | -1} by */
function stepClause(by) {
  const all = [...document.querySelectorAll(".clause")];
  const here = clauseHere();
  const isIn = here?.contains(document.activeElement);
  const words = all[all.indexOf(here) + (isIn || by < 0 ? by : 0)]?.querySelector(".clause__text");
  if (!words) return;
  words.tabIndex = -1;
  words.focus();
}

/** The next new comment below where the reader is, or else the first to which they have not gone yet. */
function nextUnread() {
  const here = current();
  if (here) visited.add(here);
  const unread = [...document.querySelectorAll("[data-thread] .comment.is-new")].filter((comment) => !visited.has(comment));
  const next = (here && unread.find(isBelow(here))) ?? unread[0];
  if (next) {
    visited.add(next);
    return moveTo(next);
  }
  const more = document.querySelector("[data-thread][data-new] [data-more='later']");
  if (more) return more.click();
  openNext("[data-open-thread].is-new");
}

/**
 * The next bubble below where the reader is, and from the top when there is none.
 *
 * @param {string} selector
 */
function openNext(selector) {
  const here = clauseHere();
  const bubbles = [...document.querySelectorAll(selector)].filter((bubble) => !here?.contains(bubble));
  const next = (here && bubbles.find(isBelow(here))) ?? bubbles[0];
  if (!next) return;
  if (next.getAttribute("aria-expanded") === "true") next.click();
  whenOpened(next, (thread) => {
    const first = thread.querySelector(".comment.is-new") ?? thread.querySelector(".comment[data-audience]");
    if (first) visited.add(first);
    moveTo(first ?? thread);
  });
}

/** To where a comment on the clause is written; its thread is opened first if need be. */
function writeComment() {
  const clause = clauseHere();
  const bubble = clause?.querySelector("[data-open-thread]");
  if (!bubble) return;
  /** @param {HTMLElement} thread */
  const focusComposer = (thread) => composerOf(thread)?.elements.body.focus();
  if (bubble.getAttribute("aria-expanded") === "true") focusComposer(clause.querySelector("[data-thread]"));
  else whenOpened(bubble, focusComposer);
}

/** @type {(bubble: HTMLElement, act: (thread: HTMLElement) => void) => void} */
function whenOpened(bubble, act) {
  document.addEventListener("thread:opened", ({ detail }) => act(detail.thread), { once: true });
  bubble.click();
}

/** The clause that has the focus, or the first whose end is still to be read. */
function clauseHere() {
  /** @param {Element} clause */
  const isAhead = (clause) => clause.getBoundingClientRect().bottom > innerHeight / 4;
  return document.activeElement?.closest(".clause") ?? [...document.querySelectorAll(".clause")].find(isAhead);
}

document.addEventListener("keydown", actOn);

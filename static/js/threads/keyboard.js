/** Going through threads by keys: to what is new, from comment to comment, and what can be done there; ? for the list. */

import { composerOf, go } from "./lookup.js";

const dialog = document.getElementById("keys-dialog");
const visited = new WeakSet(); // new comments that were gone to

const keys = {
  n: () => nextUnread(),
  N: () => openNext('[data-open-thread].is-new[data-followed="true"]'),
  j: () => step(1),
  k: () => step(-1),
  r: () => press("reply"),
  e: () => press("edit"),
  s: () => press("support"),
  c: () => comment(),
  "/": () => document.getElementById("site-search")?.select(),
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const CHOICES = "[type='radio'], [type='checkbox'], [type='button'], [type='submit']";
const typing = (element) => element.isContentEditable || element.matches(`input:not(${CHOICES}), textarea, select`);
const comments = () => [...document.querySelectorAll("[data-thread] .comment[data-audience]")];
const current = () => document.activeElement?.closest(".comment[data-audience]");
const isBelow = (element) => (one) => element.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;

function press(name) {
  current()?.querySelector(`:scope > [data-controls] [data-do='${name}']`)?.click();
}

function step(by) {
  const all = comments();
  const here = all.indexOf(current());
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (next) go(next);
}

/** The next one below where the reader is, or else the first that was not gone to yet. */
function nextUnread() {
  const here = current();
  if (here) visited.add(here);
  const unread = [...document.querySelectorAll("[data-thread] .comment.is-new")].filter((one) => !visited.has(one));
  const next = (here && unread.find(isBelow(here))) ?? unread[0];
  if (next) {
    visited.add(next);
    return go(next);
  }
  const more = document.querySelector("[data-thread][data-new] [data-more='later']");
  if (more) return more.click();
  openNext("[data-open-thread].is-new");
}

/** The next bubble below where the reader is, and from the top when there is none. */
function openNext(selector) {
  const here = clauseHere();
  const bubbles = [...document.querySelectorAll(selector)].filter((one) => !here?.contains(one));
  const next = (here && bubbles.find(isBelow(here))) ?? bubbles[0];
  if (!next) return;
  if (next.getAttribute("aria-expanded") === "true") next.click();
  whenOpened(next, (thread) => {
    const first = thread.querySelector(".comment.is-new") ?? thread.querySelector(".comment[data-audience]");
    if (first) visited.add(first);
    go(first ?? thread);
  });
}

/** To where a comment on the clause is written; its thread is opened first if need be. */
function comment() {
  const clause = clauseHere();
  const bubble = clause?.querySelector("[data-open-thread]");
  if (!bubble) return;
  const write = (thread) => composerOf(thread)?.elements.body.focus();
  if (bubble.getAttribute("aria-expanded") === "true") write(clause.querySelector("[data-thread]"));
  else whenOpened(bubble, write);
}

function whenOpened(bubble, act) {
  document.addEventListener("thread:opened", ({ detail }) => act(detail.thread), { once: true });
  bubble.click();
}

/** The clause that has the focus, or the first whose end is still to be read. */
function clauseHere() {
  const isAhead = (clause) => clause.getBoundingClientRect().bottom > innerHeight / 4;
  return document.activeElement?.closest(".clause") ?? [...document.querySelectorAll(".clause")].find(isAhead);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) dialog?.showModal();
});

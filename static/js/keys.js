/** Going through threads by keys: n and N to what is new, j and k from comment to comment, r to reply, ? for the list. */

import { go } from "./places.js";

const dialog = document.getElementById("keys-dialog");

const keys = {
  n: () => nextUnread(),
  N: () => openNext('[data-open-thread].is-new[data-followed="true"]'),
  j: () => step(1),
  k: () => step(-1),
  r: () => current()?.querySelector("[data-do='reply']")?.click(),
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

const typing = (element) => element.isContentEditable || element.matches("input, textarea, select");
const comments = () => [...document.querySelectorAll("[data-thread] .comment[data-audience]")];
const current = () => document.activeElement?.closest(".comment[data-audience]");

function step(by) {
  const all = comments();
  const here = all.indexOf(current());
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (next) go(next);
}

function nextUnread() {
  const after = current();
  const unread = [...document.querySelectorAll("[data-thread] .comment.is-new")];
  const next = unread.find(
    (one) => !after || after.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  if (next) return go(next);
  const more = document.querySelector("[data-thread][data-new] [data-more='later']");
  if (more) return more.click();
  openNext("[data-open-thread].is-new");
}

/** The next bubble below where the reader is, and from the top when there is none. */
function openNext(selector) {
  const here = document.activeElement?.closest(".clause");
  const bubbles = [...document.querySelectorAll(selector)].filter((one) => !here?.contains(one));
  const next =
    bubbles.find((one) => here && here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? bubbles[0];
  if (!next) return;
  if (next.getAttribute("aria-expanded") === "true") next.click();
  document.addEventListener("thread:opened", ({ detail }) => arrive(detail.thread), { once: true });
  next.click();
}

function arrive(thread) {
  go(thread.querySelector(".comment.is-new") ?? thread.querySelector(".comment[data-audience]") ?? thread);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) dialog?.showModal();
});

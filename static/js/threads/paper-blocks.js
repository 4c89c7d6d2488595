/** The paragraphs of a paper: each can be quoted, and says how many comments there are on it. */

import { copyOf } from "../http.js";
import { question } from "../latest-answer.js";
import { showFollowed } from "../following.js";
import { moveTo } from "./lookup.js";

const paper = document.querySelector("[data-paper]");

/** What is quoted of a paragraph names it, and the thread of the paper. */
export function nameBlocks() {
  for (const block of paper?.querySelectorAll(".paper__body :is(p, h1, h2, h3, h4, h5, h6)[id^='b-']") ?? []) {
    block.dataset.words = paper.dataset.paper;
    block.dataset.block = block.id.slice(2);
  }
}

export function followSaid() {
  document.addEventListener("live:applied", ({ detail }) => {
    if (paper && detail.topic?.split("@")[0] === paper.dataset.paper) refreshSoon();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-said-of]");
    const comment = link && document.getElementById(link.hash.slice(1));
    if (!comment || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    moveTo(comment);
  });
}

const { soon: refreshSoon } = question(
  () => paper.dataset.said,
  ({ blocks, followed, muted }) => {
    showFollowed(followed, muted, "form[data-follow]");
    for (const block of paper.querySelectorAll("[data-block][data-words]")) show(block, blocks[block.dataset.block]);
  },
);

/** @type {(block: HTMLElement, said?: [number, string, string]) => void} */
function show(block, said) {
  const bubble = block.querySelector(":scope > a[data-said-of]");
  if (!said) {
    bubble?.remove();
    return;
  }
  const [count, url, words] = said;
  /** @type {HTMLAnchorElement} */
  const link = bubble ?? copyOf(document.querySelector("template[data-said-template]"));
  link.href = url;
  link.querySelector("[data-count]").textContent = String(count);
  link.querySelector(".visually-hidden").textContent = ` ${words}`;
  if (!bubble) block.append(link);
}

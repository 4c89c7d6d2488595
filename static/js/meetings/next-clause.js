/**
 * A page with a whole resolution follows the chair to another of its clauses without being loaded again: the words are there.
 * Only the thread is asked for, on each page a little later than on another, since hundreds do so at once.
 */

const SPREAD = 3_000;

document.addEventListener("floor:followed", (event) => {
  const { address } = event.detail;
  const clause = document.getElementById(address.hash.slice(1));
  if (!clause?.matches(".clause")) return;
  event.preventDefault();
  const before = document.querySelector(".clause.is-open");
  history.pushState(null, "", address);
  document.title = document.title.replace(before?.dataset.citation, clause.dataset.citation);
  before?.classList.remove("is-open");
  clause.classList.add("is-open");
  const words = clause.querySelector(".clause__text");
  words.tabIndex = -1;
  words.focus({ preventScroll: true });
  clause.scrollIntoView();
  nameInBar(clause);
  const thread = clause.querySelector("[data-open-thread][aria-expanded=false]");
  if (thread) setTimeout(() => thread.click(), Math.random() * SPREAD);
});

/** On a phone the line on top says which clause this is, and how it stands. @param {HTMLElement} clause */
function nameInBar(clause) {
  const bar = document.querySelector(".clause-bar");
  if (!bar) return;
  const cite = Object.assign(document.createElement("em"), { className: "clause-bar__cite", textContent: clause.dataset.citation });
  const link = bar.querySelector("a");
  link.hash = clause.id;
  bar.replaceChildren(cite, clause.querySelector(".clause__standing")?.cloneNode(true) ?? "", link);
}

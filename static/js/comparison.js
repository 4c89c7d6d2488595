/** From one change to the next, by button or by Alt and an arrow. */

import { say } from "./words.js";

const bar = document.querySelector("[data-comparison]");
const changes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-change]")]);
const place = bar?.querySelector("[data-place]");
let at = -1;

/** @param {number} step */
function go(step) {
  if (!changes.length) return;
  at = at < 0 && step < 0 ? changes.length - 1 : (at + step + changes.length) % changes.length;
  show(changes[at]);
}

/** @param {HTMLElement} change */
function show(change) {
  for (const each of changes) each.classList.toggle("is-here", each === change);
  const fold = change.closest("details");
  if (fold) fold.open = true;
  change.tabIndex = -1;
  change.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  change.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  if (place) place.textContent = say("change-at", { at: at + 1, count: changes.length });
}

/** A link of the summary leads to a change: the next step goes on from there. */
function follow() {
  const named = document.getElementById(location.hash.slice(1));
  const found = named ? changes.findIndex((each) => each === named || each.contains(named)) : -1;
  if (found < 0) return;
  at = found;
  show(changes[at]);
}

bar?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-step]") : null;
  if (button instanceof HTMLElement) go(Number(button.dataset.step));
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !changes.length) return;
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.target instanceof HTMLSelectElement) return;
  event.preventDefault();
  go(event.key === "ArrowDown" ? 1 : -1);
});

addEventListener("hashchange", follow);
if (location.hash) follow();

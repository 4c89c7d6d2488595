/** The bubbles beside the clauses follow what happens: whenever something changed, the page asks for its reader's counts. */

import { elements } from "../http.js";
import { question } from "../latest-answer.js";
import { putInPlaceOf } from "../put-in-place.js";
import { say } from "../words.js";
import { showFollowed } from "../following.js";

const page = document.querySelector("[data-counts]");

let isStale = false;
let shown = ""; // by which the server knows the marks of positions that this page has

const counts = question(
  () => {
    isStale = document.hidden;
    return isStale ? "" : page?.dataset.counts;
  },
  show,
  () => ({ "X-Shown": shown }),
);
export const refreshSoon = counts.soon;

let wasCutOff = false;

/** What happened while the line was cut is not told again. @param {Announced["live:state"]} state */
export function refreshOnceBack({ connected }) {
  if (connected && wasCutOff) counts.soon();
  wasCutOff = !connected;
}

// A tab that nobody looks at asks for nothing; it asks once when it is looked at again.
document.addEventListener("visibilitychange", () => isStale && counts.now());

/** @param {any} counts */
function show({ comments, new: newOnes, followed, muted, standings, still_open: stillOpen, shown: now, strips }) {
  shown = now ?? "";
  if (strips) showStrips(strips);
  showStandings(standings ?? {}, stillOpen);
  if (followed) showFollowed(followed, muted);
  for (const bubble of page.querySelectorAll("[data-open-thread]")) {
    const name = bubble.dataset.openThread;
    showCount(bubble, comments[name] ?? 0, newOnes.includes(name));
    bubble.dataset.followed = String(followed?.includes(name) ?? false);
  }
  for (const part of document.querySelectorAll("[data-outline] > a")) {
    const section = document.getElementById(part.hash.slice(1))?.parentElement;
    const isNew = section?.querySelector(".clause__count.is-new") !== null;
    part.classList.toggle("is-new", isNew);
    part.querySelector("[data-new]").textContent = isNew ? say("something-new") : "";
  }
}

/** @type {(bubble: HTMLElement, count: number, isNew: boolean) => void} */
function showCount(bubble, count, isNew) {
  const place = bubble.querySelector("[data-count]");
  if (place.textContent !== String(count)) bubble.dataset.changed = "";
  place.textContent = String(count);
  bubble.classList.toggle("is-zero", count === 0);
  bubble.classList.toggle("is-new", isNew);
  bubble.querySelector("[data-new]").textContent = isNew ? say("something-new") : "";
}

/**
 * A clause that is agreed meanwhile stays where it is, also where only open ones are shown: nothing jumps.
 *
 * @param {Record<string, [string, string]>} standings
 * @param {string} [stillOpen]
 */
function showStandings(standings, stillOpen) {
  // One of them stands outside of the text: on top of a phone's screen.
  for (const place of document.querySelectorAll("[data-standing-of]")) {
    const [value, name] = standings[place.dataset.standingOf] ?? [];
    if (!value || value === place.dataset.standing) continue;
    place.dataset.standing = value;
    place.querySelector("[data-standing-name]").textContent = name;
  }
  const count = page.querySelector("[data-still-open]");
  if (count && stillOpen && count.textContent !== stillOpen) count.textContent = stillOpen;
}

/** The marks of positions beside the clauses. @param {string} strips */
function showStrips(strips) {
  for (const strip of elements(strips)) {
    const present = document.getElementById(strip.id);
    if (present && present.outerHTML !== strip.outerHTML) putInPlaceOf(present, strip);
  }
}

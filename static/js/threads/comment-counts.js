/** The bubbles beside the clauses follow what is said: told that something changed, the page asks for its reader's counts. */

import { get } from "../http.js";
import { say } from "../words.js";

const page = document.querySelector("[data-counts]");
const GATHER = 400; // one question for what comes at once: what was read here is told by the server too
let due;
let asked = 0; // how often; an answer to an earlier question may say less
let stale = false;

for (const name of ["live:changed", "live:read"]) {
  document.addEventListener(name, () => {
    clearTimeout(due);
    due = setTimeout(refresh, GATHER);
  });
}

// A tab that nobody looks at asks for nothing; it asks once when it is looked at again.
document.addEventListener("visibilitychange", () => stale && refresh());

async function refresh() {
  stale = document.hidden;
  if (stale) return;
  const mine = ++asked;
  const counts = await get(page.dataset.counts)
    .then((answer) => answer.ok && answer.json())
    .catch(() => null);
  if (!counts || mine !== asked) return;
  const { comments, new: fresh, followed, standings, still_open: stillOpen } = counts;
  showStandings(standings ?? {}, stillOpen);
  for (const bubble of page.querySelectorAll("[data-open-thread]")) {
    const name = bubble.dataset.openThread;
    show(bubble, comments[name] ?? 0, fresh.includes(name));
    bubble.dataset.followed = String(followed?.includes(name) ?? false);
  }
  for (const part of document.querySelectorAll("[data-outline] > a")) {
    const section = document.getElementById(part.hash.slice(1))?.parentElement;
    const isNew = section?.querySelector(".clause__count.is-new") !== null;
    part.classList.toggle("is-new", isNew);
    part.querySelector("[data-new]").textContent = isNew ? say("something-new") : "";
  }
}

function show(bubble, count, isNew) {
  const before = bubble.querySelector("[data-count]").textContent;
  bubble.querySelector("[data-count]").textContent = count;
  bubble.classList.toggle("is-zero", count === 0);
  bubble.classList.toggle("is-new", isNew);
  bubble.querySelector("[data-new]").textContent = isNew ? say("something-new") : "";
  if (before !== String(count)) bubble.dataset.changed = "";
}

/** A clause that is agreed meanwhile stays where it is, also where only open ones are shown: nothing jumps. */
function showStandings(standings, stillOpen) {
  for (const place of page.querySelectorAll("[data-standing-of]")) {
    const [value, name] = standings[place.dataset.standingOf] ?? [];
    if (!value || value === place.dataset.standing) continue;
    place.dataset.standing = value;
    place.querySelector("[data-standing-name]").textContent = name;
  }
  const count = page.querySelector("[data-still-open]");
  if (count && stillOpen && count.textContent !== stillOpen) count.textContent = stillOpen;
}

/** The bubbles beside the clauses follow what is said: told that something changed, the page asks for its reader's counts. */

import { get } from "./http.js";
import { say } from "./words.js";

const page = document.querySelector("[data-counts]");
let asked;

document.addEventListener("live:changed", () => {
  clearTimeout(asked);
  asked = setTimeout(refresh, 120);
});

async function refresh() {
  const answer = await get(page.dataset.counts).catch(() => null);
  if (!answer?.ok) return;
  const { comments, new: fresh } = await answer.json();
  for (const bubble of page.querySelectorAll("[data-open-thread]")) {
    const name = bubble.dataset.openThread;
    show(bubble, comments[name] ?? 0, fresh.includes(name));
  }
}

function show(bubble, count, isNew) {
  const before = bubble.querySelector("[data-count]").textContent;
  bubble.querySelector("[data-count]").textContent = count;
  bubble.classList.toggle("is-empty", count === 0);
  bubble.classList.toggle("is-new", isNew);
  bubble.querySelector("[data-new]").textContent = isNew ? say("something-new") : "";
  if (before !== String(count)) bubble.dataset.changed = "";
}

/** Letting new comments in: at once where their place is in view, behind a pill where it is not. */

import { me } from "../http.js";
import { apply } from "../live.js";
import { isBeyond } from "./list-parts.js";
import { calls, commentIn, go, threadOf, threadOfTopic } from "./lookup.js";
import { isQuiet } from "./read-aloud.js";
import { settle } from "./unsent-comments.js";
import { say } from "../words.js";

const held = new Map(); // thread name → entries in the order heard
const heldIn = (thread) => held.get(thread.dataset.thread) ?? [];

document.addEventListener("live:entry", (event) => {
  const entry = event.detail;
  const thread = threadOfTopic(entry.topic);
  if (!thread || !entry.kind.startsWith("comment.") || settle(entry)) return;
  if (isBeyond(entry)) {
    event.preventDefault();
    readOut(thread, entry);
    return;
  }
  const isNew = entry.action === "append";
  const shown = /id="(comment-\w+)"/.exec(entry.html)?.[1];
  if (isNew && shown && document.getElementById(shown)) return;
  const follows = heldIn(thread).some((one) => one.html.includes(`id="${entry.target}"`));
  const arrives = isNew && !isInView(document.getElementById(entry.target));
  if (!follows && !arrives) return;
  event.preventDefault();
  held.set(thread.dataset.thread, [...heldIn(thread), entry]);
  showPill(thread);
});

/** Whether the end of a list, where the next comment would stand, is before the reader's eyes. */
function isInView(list) {
  if (!list) return true;
  // A list without replies has no place of its own yet: the comment that it belongs to has.
  const before = list.childElementCount ? null : list.closest(".said")?.querySelector(".comment");
  const { bottom } = (before ?? list).getBoundingClientRect();
  return bottom >= 0 && bottom <= innerHeight;
}

function showPill(thread) {
  const pill = thread.querySelector("[data-pill]");
  const arrived = heldIn(thread).filter((one) => one.action === "append");
  const calling = arrived.filter(({ html }) => calls(html, thread)).length;
  const count = arrived.length;
  pill.hidden = count === 0;
  pill.querySelector("[data-count]").textContent = count ? say(calling ? "new-calling" : "new", { count, calling }) : "";
}

document.addEventListener("click", ({ target }) => {
  const pill = target.closest("[data-pill]");
  if (!pill) return;
  const thread = threadOf(pill);
  const entries = heldIn(thread);
  held.delete(thread.dataset.thread);
  entries.forEach(apply);
  showPill(thread);
  // Where somebody is called, they go on there.
  const opens = entries.find(({ html }) => calls(html, thread)) ?? entries[0];
  const first = document.getElementById(commentIn(opens?.html)?.id);
  if (first) go(first);
});

document.addEventListener("thread:opened", ({ detail: { thread } }) => {
  held.delete(thread.dataset.thread);
  showPill(thread);
});

document.addEventListener("live:applied", ({ detail: entry }) => {
  const thread = entry.topic && threadOfTopic(entry.topic);
  if (!thread) return;
  if (entry.kind?.startsWith("comment.") ?? true) thread.querySelector("[data-empty]")?.remove();
  const heard = entry.kind === "comment.posted" && commentIn(entry.html);
  if (!heard || heard.dataset.person === me) return;
  if (document.hidden) document.getElementById(heard.id)?.classList.add("is-new");
  readOut(thread, entry);
});

function readOut(thread, { html }) {
  const { speaker } = commentIn(html).dataset;
  if (!isQuiet()) thread.querySelector("[data-heard]").textContent = say("heard", { who: speaker });
}

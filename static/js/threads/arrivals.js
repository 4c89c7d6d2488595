/** Letting new comments in: at once where their place is in view, behind a pill where it is not. */

import { me } from "../http.js";
import { apply } from "../live.js";
import { say } from "../words.js";
import { noteBeyond } from "./list-parts.js";
import { moveTo, nameReader, threadNamed, threadOf, threadOfTopic } from "./lookup.js";
import { isQuiet } from "./read-aloud.js";
import { removeArrived } from "./unsent-comments.js";

/** @type {Map<string, Entry[]>} thread name → entries in the order in which they came */
const heldBack = new Map();
/** @type {Set<string>} comments that were read out: what the page asks for once more, nobody hears again */
const heard = new Set();

/** @param {HTMLElement} thread */
const heldBackIn = (thread) => heldBack.get(thread.dataset.thread) ?? [];

/**
 * Hold back what would move the page under the reader's eyes.
 *
 * @param {Entry} entry
 * @param {Event} event
 */
export function holdBack(entry, event) {
  const thread = threadOfTopic(entry.topic);
  if (!thread || !entry.kind.startsWith("comment.")) return;
  if (removeArrived(entry)) return letIn(thread); // one's own words, which stand behind those that came before them
  if (noteBeyond(entry)) {
    event.preventDefault();
    readOut(thread, entry);
    return;
  }
  const isNew = entry.action === "append";
  if (isNew && document.getElementById(entry.about.comment)) return;
  const changesWhatWaits = heldBackIn(thread).some(({ about }) => isWithin(entry.target, about.comment));
  const isOutOfView = isNew && !isInView(document.getElementById(entry.target));
  if (!changesWhatWaits && !isOutOfView) return;
  event.preventDefault();
  // Where the page asks for it once more, it comes again.
  const others = heldBackIn(thread).filter(({ topic, seq }) => topic !== entry.topic || seq !== entry.seq);
  heldBack.set(thread.dataset.thread, [...others, entry]);
  showPill(thread);
}

/** Whether a DOM id is that of a comment or of the list of its replies. @type {(target: string, comment: string) => boolean} */
const isWithin = (target, comment) => target === comment || target === comment.replace("comment-", "replies-");

/**
 * Whether the end of a list, where the next comment would stand, is before the reader's eyes.
 *
 * @param {HTMLElement | null} list
 */
function isInView(list) {
  if (!list) return true;
  // A list without replies has no place of its own yet: the comment that it belongs to has.
  const before = list.childElementCount ? null : list.closest(".said")?.querySelector(".comment");
  const { bottom } = (before ?? list).getBoundingClientRect();
  return bottom >= 0 && bottom <= innerHeight;
}

/**
 * What waited is applied in the order in which it came: all of it, or what belongs to lists whose end is reached.
 *
 * @type {(thread: HTMLElement, reached?: Set<string>) => void}
 */
export function letIn(thread, reached) {
  /** @type {Entry[]} */
  const waiting = [];
  for (const entry of heldBackIn(thread)) {
    const changesWhatWaits = waiting.some(({ about }) => isWithin(entry.target, about.comment));
    const waits = changesWhatWaits || (reached && entry.action === "append" && !reached.has(entry.target));
    if (waits) waiting.push(entry);
    else apply(entry);
  }
  if (waiting.length) heldBack.set(thread.dataset.thread, waiting);
  else heldBack.delete(thread.dataset.thread);
  showPill(thread);
}

/** Whoever has come to the end of a list sees what was held back from it. */
function letInWhereReached() {
  isAsked = false;
  for (const [name, entries] of heldBack) {
    const thread = threadNamed(name);
    const lists = entries.filter(({ action }) => action === "append").map(({ target }) => target);
    const reached = lists.filter((list) => isInView(document.getElementById(list)));
    if (thread && reached.length) letIn(thread, new Set(reached));
  }
}

let isAsked = false;
for (const name of ["scroll", "resize"]) {
  addEventListener(
    name,
    () => {
      if (isAsked || !heldBack.size) return;
      isAsked = true;
      requestAnimationFrame(letInWhereReached);
    },
    { capture: true, passive: true },
  );
}

/** @param {HTMLElement} thread */
function showPill(thread) {
  const pill = thread.querySelector("[data-pill]");
  const added = heldBackIn(thread).filter(({ action }) => action === "append");
  const calling = added.filter(({ about }) => nameReader(about.mentions, thread)).length;
  const count = added.length;
  pill.hidden = count === 0;
  pill.querySelector("[data-count]").textContent = count ? say(calling ? "new-calling" : "new", { count, calling }) : "";
}

document.addEventListener("click", ({ target }) => {
  const pill = target.closest("[data-pill]");
  if (!pill) return;
  const thread = threadOf(pill);
  const entries = heldBackIn(thread);
  letIn(thread);
  // Where somebody is mentioned, they go on there.
  const first = entries.find(({ about }) => nameReader(about.mentions, thread)) ?? entries[0];
  const comment = document.getElementById(first?.about.comment);
  if (comment) moveTo(comment);
});

/**
 * A thread that was just opened shows everything.
 *
 * @param {Announced["thread:opened"]} detail
 */
export function dropHeldBack({ thread }) {
  heldBack.delete(thread.dataset.thread);
  showPill(thread);
}

/** @param {Entry} entry */
export function announceArrival(entry) {
  const thread = entry.topic && threadOfTopic(entry.topic);
  if (!thread) return;
  if (entry.kind?.startsWith("comment.") ?? true) thread.querySelector("[data-empty]")?.remove();
  if (entry.kind !== "comment.posted" || String(entry.about.author) === me) return;
  if (document.hidden) document.getElementById(entry.about.comment)?.classList.add("is-new");
  readOut(thread, entry);
}

/** @type {(thread: HTMLElement, entry: Entry) => void} */
function readOut(thread, { about: { comment, speaker } }) {
  if (heard.has(comment)) return;
  heard.add(comment);
  if (!isQuiet()) thread.querySelector("[data-heard]").textContent = say("heard", { who: speaker });
}

/**
 * How far the reader has read: what was on the screen long enough is read, and nothing else. A topic's mark goes up to
 * what is the first unseen in it; another tab of the same reader is followed where it is ahead.
 */

import { me, post } from "../http.js";
import { known } from "../live.js";
import { calls, threadOfTopic } from "./lookup.js";
import { tell } from "../announce.js";

const LONG_ENOUGH = 400; // what only flies past is not read
const NEWS = new Set([
  "comment.posted",
  "comment.edited",
  "clause.standing",
  "thread.resolved",
  "thread.reopened",
  "thread.window",
  "note.pinned",
  "note.removed",
]);

const unseen = new Map(); // topic → number → the DOM id of what shows it, which may not be there yet
const ends = new Map(); // topic → the last number of a list that did not name everything
const shown = new Map(); // topic → the number with which the page was written
const marked = new Map(); // topic → the number up to which it is marked
const onScreen = new Map(); // element → the timer that takes it for read

const observer = new IntersectionObserver((changes) => changes.forEach(look), { threshold: [0, 0.25, 0.5, 0.75, 1] });

function look({ target, intersectionRect, boundingClientRect }) {
  const enough = Math.min(boundingClientRect.height * 0.7, innerHeight / 2);
  const isSeen = boundingClientRect.height > 0 && intersectionRect.height >= enough;
  if (isSeen && !onScreen.has(target)) onScreen.set(target, document.hidden ? 0 : setTimeout(read, LONG_ENOUGH, target));
  if (isSeen) return;
  clearTimeout(onScreen.get(target));
  onScreen.delete(target);
}

/** A tab that nobody looks at shows nothing. */
document.addEventListener("visibilitychange", () => {
  for (const [element, timer] of onScreen) {
    clearTimeout(timer);
    onScreen.set(element, document.hidden ? 0 : setTimeout(read, LONG_ENOUGH, element));
  }
});

function read(element) {
  observer.unobserve(element);
  onScreen.delete(element);
  for (const [topic, numbers] of unseen) {
    const before = numbers.size;
    for (const [seq, id] of numbers) if (id === element.id) numbers.delete(seq);
    if (numbers.size < before) mark(topic);
  }
}

let due;
const waiting = new Set(); // topics whose mark may go up; told together, as reading goes on

function mark(topic) {
  waiting.add(topic);
  clearTimeout(due);
  due = setTimeout(tellServer, 250);
}

addEventListener("pagehide", tellServer);

function tellServer() {
  for (const topic of waiting) {
    const seq = upTo(topic);
    if (!me || seq <= (marked.get(topic) ?? 0)) continue;
    marked.set(topic, seq);
    post("/read-marks", { topic, seq }, { keepalive: true })
      .then(() => tell("live:changed", { topic }))
      .catch(() => marked.delete(topic));
  }
  waiting.clear();
}

function upTo(topic) {
  const left = unseen.get(topic);
  if (left?.size) return Math.min(...left.keys()) - 1;
  return ends.get(topic) ?? Math.max(known(topic), shown.get(topic) ?? 0);
}

function watch(id) {
  const element = document.getElementById(id);
  if (element) observer.observe(element);
}

document.addEventListener("thread:opened", ({ detail: { thread } }) => {
  for (const { dataset } of thread.querySelectorAll("[data-topic]")) {
    const { topic, unread } = dataset;
    const listed = (unread?.trim().split(" ") ?? []).map((one) => [Number(one.slice(0, one.indexOf(":"))), one.slice(one.indexOf(":") + 1)]);
    unseen.set(topic, new Map(listed));
    marked.set(topic, Number(dataset.mark));
    if ("unreadGoesOn" in dataset) ends.set(topic, listed.at(-1)?.[0] ?? Number(dataset.mark));
    else ends.delete(topic);
    listed.forEach(([, id]) => watch(id));
    shown.set(topic, Number(dataset.seq));
    mark(topic);
  }
});
document.addEventListener("thread:extended", ({ detail: { thread } }) => {
  for (const { dataset } of thread.querySelectorAll("[data-topic]")) unseen.get(dataset.topic)?.forEach(watch);
});

/* What is heard is unseen until it stands on the screen, wherever it is held back meanwhile. */

document.addEventListener("live:entry", ({ detail: { topic, seq, kind, target, html } }) => {
  const numbers = unseen.get(topic);
  if (!numbers || seq === undefined) return;
  const id = kind.startsWith("comment.") ? /id="(comment-\w+)"/.exec(html)?.[1] : target;
  if (NEWS.has(kind) && id && !isOwn(html) && (kind !== "comment.edited" || concerns(topic, html))) numbers.set(seq, id);
});
document.addEventListener("live:applied", ({ detail: { topic } }) => {
  const numbers = unseen.get(topic);
  if (!numbers) return;
  numbers.forEach((id, seq) => {
    if (document.getElementById(id)?.dataset.retracted !== undefined) numbers.delete(seq);
    else watch(id);
  });
  mark(topic);
});

const isOwn = (html) => me !== "" && html.includes(`data-person="${me}"`);

/** An edit is news to those whom it calls, and to those who supported other words. */
function concerns(topic, html) {
  const thread = threadOfTopic(topic);
  const others = /data-supported-before="([^"]*)"/.exec(html)?.[1].split(" ") ?? [];
  const delegations = (thread?.dataset.memberOf ?? "").split(" ").filter(Boolean);
  return calls(html, thread) || delegations.some((one) => others.includes(one));
}

/** Read in another tab: here it is not new any more either. */
document.addEventListener("live:read", ({ detail: { topic, seq } }) => {
  const numbers = unseen.get(topic);
  if (!numbers || (marked.get(topic) ?? 0) >= seq) return;
  marked.set(topic, seq);
  for (const [number, id] of numbers) {
    if (number > seq) continue;
    numbers.delete(number);
    document.getElementById(id)?.classList.remove("is-new");
  }
  const thread = threadOfTopic(topic);
  if (!numbers.size) thread?.querySelector("[data-mark-read]")?.remove();
  if (thread && !thread.querySelector(".comment.is-new")) thread.querySelector("[data-new-since]")?.remove();
});

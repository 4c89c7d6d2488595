/**
 * How far the reader has read: what was on the screen long enough is read, and nothing else. A topic is marked as read
 * up to the first number that was not seen; a mark that another tab of the same reader has set further on is taken over.
 */

import { announce } from "../announce.js";
import { me, post } from "../http.js";
import { lastNumber } from "../live.js";
import { nameReader, threadOfTopic } from "./lookup.js";

const LONG_ENOUGH = 400; // what only flies past is not read

/** @type {Map<string, Map<number, string>>} topic → number → DOM id of what shows it, which may not be there yet */
const unseen = new Map();
/** @type {Map<string, number>} topic → last number of a list that did not name everything */
const ends = new Map();
/** @type {Map<string, number>} topic → number with which the page was written */
const servedAt = new Map();
/** @type {Map<string, number>} topic → number up to which it is marked as read */
const marks = new Map();
/** @type {Map<Element, number>} element on the screen → timer after which it counts as read */
const timers = new Map();

const observer = new IntersectionObserver((changes) => changes.forEach(follow), { threshold: [0, 0.25, 0.5, 0.75, 1] });

/** @param {IntersectionObserverEntry} change */
function follow({ target, intersectionRect, boundingClientRect }) {
  const enough = Math.min(boundingClientRect.height * 0.7, innerHeight / 2);
  const isSeen = boundingClientRect.height > 0 && intersectionRect.height >= enough;
  if (isSeen && !timers.has(target)) startTimer(target);
  if (isSeen) return;
  clearTimeout(timers.get(target));
  timers.delete(target);
}

/** A tab that nobody looks at shows nothing. @param {Element} element */
function startTimer(element) {
  timers.set(element, document.hidden ? 0 : setTimeout(countAsRead, LONG_ENOUGH, element));
}

document.addEventListener("visibilitychange", () => {
  for (const [element, timer] of timers) {
    clearTimeout(timer);
    startTimer(element);
  }
});

/** @param {Element} element */
function countAsRead(element) {
  observer.unobserve(element);
  timers.delete(element);
  for (const [topic, numbers] of unseen) {
    const before = numbers.size;
    for (const [seq, id] of numbers) if (id === element.id) numbers.delete(seq);
    if (numbers.size < before) markSoon(topic);
  }
}

/** @type {number} */
let timer;
/** @type {Set<string>} topics whose mark may go up; sent together, as reading goes on */
const waiting = new Set();

/** @param {string} topic */
function markSoon(topic) {
  waiting.add(topic);
  clearTimeout(timer);
  timer = setTimeout(sendMarks, 250);
}

addEventListener("pagehide", sendMarks);

function sendMarks() {
  for (const topic of waiting) {
    const seq = readUpTo(topic);
    if (!me || seq <= (marks.get(topic) ?? 0)) continue;
    marks.set(topic, seq);
    post("/read-marks", { topic, seq: String(seq) }, { keepalive: true })
      .then(() => announce("live:changed", { topic }))
      .catch(() => marks.delete(topic));
  }
  waiting.clear();
}

/** @param {string} topic */
function readUpTo(topic) {
  const numbers = unseen.get(topic);
  if (numbers?.size) return Math.min(...numbers.keys()) - 1;
  return ends.get(topic) ?? Math.max(lastNumber(topic), servedAt.get(topic) ?? 0);
}

/** @param {string} id */
function observe(id) {
  const element = document.getElementById(id);
  if (element) observer.observe(element);
}

/** @param {Announced["thread:opened"]} detail */
export function watchThread({ thread }) {
  for (const { dataset } of thread.querySelectorAll("[data-topic]")) {
    const { topic } = dataset;
    const numbers = parseUnread(dataset.unread);
    unseen.set(topic, new Map(numbers));
    marks.set(topic, Number(dataset.mark));
    if ("unreadGoesOn" in dataset) ends.set(topic, numbers.at(-1)?.[0] ?? Number(dataset.mark));
    else ends.delete(topic);
    numbers.forEach(([, id]) => observe(id));
    servedAt.set(topic, Number(dataset.seq));
    markSoon(topic);
  }
}

/** "3:comment-a1 4:chaired-clause:…": numbers with the DOM ids of what shows them. @type {(text?: string) => [number, string][]} */
function parseUnread(text) {
  const pairs = text?.trim().split(" ") ?? [];
  return pairs.map((pair) => [Number(pair.slice(0, pair.indexOf(":"))), pair.slice(pair.indexOf(":") + 1)]);
}

/** @param {Announced["thread:extended"]} detail */
export function watchPart({ thread }) {
  for (const { dataset } of thread.querySelectorAll("[data-topic]")) unseen.get(dataset.topic)?.forEach(observe);
}

/**
 * What arrives is unseen until it stands on the screen, wherever it is held back meanwhile. News to participants waits for
 * every reader: they may have taken part since the page was written, and a mark never goes back.
 *
 * @param {Entry} entry
 */
export function noteUnseen({ topic, seq, target, about: { comment, author, news, concerns } }) {
  const numbers = unseen.get(topic);
  const isOwn = me !== "" && String(author) === me;
  if (!numbers || !news || isOwn) return;
  if (news !== "concerned" || nameReader(concerns, threadOfTopic(topic))) numbers.set(seq, comment ?? target);
}

/** @param {Entry} entry */
export function watchArrived({ topic }) {
  const numbers = unseen.get(topic);
  if (!numbers) return;
  numbers.forEach((id, seq) => {
    if (document.getElementById(id)?.dataset.retracted !== undefined) numbers.delete(seq);
    else observe(id);
  });
  markSoon(topic);
}

/**
 * Read in another tab: here it is not new any more either.
 *
 * @param {Announced["live:read"]} detail
 */
export function takeOverMark({ topic, seq }) {
  const numbers = unseen.get(topic);
  if (!numbers || (marks.get(topic) ?? 0) >= seq) return;
  marks.set(topic, seq);
  for (const [number, id] of numbers) {
    if (number > seq) continue;
    numbers.delete(number);
    document.getElementById(id)?.classList.remove("is-new");
  }
  const thread = threadOfTopic(topic);
  if (!numbers.size) thread?.querySelector("[data-mark-read]")?.remove();
  if (thread && !thread.querySelector(".comment.is-new")) thread.querySelector("[data-new-since]")?.remove();
}

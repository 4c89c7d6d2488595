/**
 * Comments on their way to the server: stored in this browser under their writer, sent once when there is a connection.
 * Each has a key of its own, so that a comment which arrived although its answer was lost is not doubled.
 */

import { announce } from "../announce.js";
import { isStillMe, me, noAnswer, post } from "../http.js";
import { caughtUp } from "../lasting.js";
import { store, unsent } from "./unsent-storage.js";

const RETRY = 8_000;
const PATIENCE = 4_000;
let isSending = false;
let pausedUntil = 0; // the server limits how much one person says in a short time, and tells when it takes more
let isAskedMeanwhile = false;

/**
 * Store a comment, and send it at once if the connection allows.
 *
 * @param {UnsentComment} comment
 */
export function enqueue(comment) {
  store([...unsent(), comment]);
  announce("unsent:added", comment);
  send();
}

/** @param {string} key */
export function discard(key) {
  store(unsent().filter((comment) => comment.key !== key));
}

/** Send what is stored, in order. Only one round at a time, and only under the name of the writer. */
async function send() {
  isAskedMeanwhile = isSending;
  if (isSending || !me) return;
  if (Date.now() < pausedUntil) return unsent().forEach(announcePause);
  isSending = true;
  try {
    await caughtUp; // whoever takes one away stores the others
    // What is written meanwhile is sent in the same round.
    for (let next; (next = unsent().find(({ refused }) => !refused)); ) {
      if (!(await deliver(next))) break;
    }
  } finally {
    isSending = false;
    if (isAskedMeanwhile) send(); // what was added at the very end was not in the round that has just ended
  }
}

/** @param {Announced["live:state"]} detail */
export const sendOnceConnected = ({ connected }) => connected && send();

/**
 * False when there is no connection and the rest had better wait.
 *
 * @param {UnsentComment} comment
 */
async function deliver(comment) {
  let answer;
  try {
    if (comment.fields.quote) await written();
    answer = await post(comment.url, { ...comment.fields, key: comment.key });
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      if (!(await isStillMe())) {
        unsent().forEach((waiting) => announce("unsent:stranded", waiting));
        return false;
      }
      answer = await post(comment.url, { ...comment.fields, key: comment.key });
    }
  } catch {
    return false;
  }
  if (answer.ok) {
    const said = await answer.json().catch(noAnswer);
    if (!said?.about) return false; // something between us and the server has answered, such as the page of a hotel
    discard(comment.key);
    announce("unsent:sent", { ...comment, answer: said });
    return true;
  }
  if (answer.status === 429) {
    const pause = 1000 * Number(answer.headers.get("Retry-After") ?? 0);
    pausedUntil = Date.now() + pause;
    setTimeout(send, pause);
    announcePause(comment);
    return false;
  }
  if (answer.status >= 500) return false;
  const { error: refused } = await answer.json().catch(() => ({ error: "" }));
  store(unsent().map((stored) => (stored.key === comment.key ? { ...stored, refused } : stored)));
  announce("unsent:refused", { ...comment, refused });
  return true;
}

/** Of a text that is open here, words that were just typed may be quoted: they arrive first, if they can. */
async function written() {
  const editor = document.querySelector("[data-editor]");
  const end = Date.now() + PATIENCE;
  while (Number(editor?.dataset.unsent) > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** @param {UnsentComment} comment */
function announcePause(comment) {
  announce("unsent:paused", { ...comment, minutes: Math.max(1, Math.ceil((pausedUntil - Date.now()) / 60_000)) });
}

addEventListener("online", send);
setInterval(() => unsent().length && send(), RETRY);

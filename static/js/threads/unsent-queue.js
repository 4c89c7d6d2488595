/**
 * Comments that wait to be sent: kept in this browser under their writer, sent once when the line is back.
 * Each carries a key of its own, so that a comment which arrived although its answer was lost is not doubled.
 */

import { me, post, stillMe } from "../http.js";
import { keep, waiting } from "./unsent-storage.js";
import { tell } from "../announce.js";

const RETRY = 8_000;
let sending = false;
let pausedUntil = 0; // said much in a short time: the server tells when it takes more
let again = false;

/** Put a comment on the shelf: `{key, url, thread, fields}`; it is sent at once if the line allows. */
export function enqueue(item) {
  keep([...waiting(), item]);
  tell("waiting:added", item);
  send();
}

export function discard(key) {
  keep(waiting().filter((item) => item.key !== key));
}

/** Send what waits, in order. Only one round at a time, and only under the name of the writer. */
export async function send() {
  again = sending;
  if (sending || !me) return;
  if (Date.now() < pausedUntil) return waiting().forEach(tellOfPause);
  sending = true;
  try {
    // What is written meanwhile is sent in the same round.
    for (let item; (item = waiting().find((one) => !one.refused)); ) {
      if (!(await deliver(item))) break;
    }
  } finally {
    sending = false;
    // What was put on the shelf meanwhile was not in the round that has just ended.
    if (again) send();
  }
}

/** False when the line is cut and the rest had better wait. */
async function deliver(item) {
  let answer;
  try {
    answer = await post(item.url, { ...item.fields, key: item.key });
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      if (!(await stillMe())) return false;
      answer = await post(item.url, { ...item.fields, key: item.key });
    }
  } catch {
    return false;
  }
  if (answer.ok) {
    discard(item.key);
    tell("waiting:sent", { ...item, answer: await answer.json() });
    return true;
  }
  if (answer.status === 429) {
    const pause = 1000 * Number(answer.headers.get("Retry-After") ?? 0);
    pausedUntil = Date.now() + pause;
    setTimeout(send, pause);
    tellOfPause(item);
    return false;
  }
  if (answer.status >= 500) return false;
  const { error } = await answer.json().catch(() => ({ error: "" }));
  keep(waiting().map((one) => (one.key === item.key ? { ...one, refused: error } : one)));
  tell("waiting:refused", { ...item, refused: error });
  return true;
}

function tellOfPause(item) {
  tell("waiting:paused", { ...item, minutes: Math.max(1, Math.ceil((pausedUntil - Date.now()) / 60_000)) });
}

addEventListener("online", send);
document.addEventListener("live:state", ({ detail }) => detail.connected && send());
setInterval(() => waiting().length && send(), RETRY);

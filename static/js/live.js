/**
 * Live delivery: joins the topics that the page names in `data-topic`, applies what it hears, and asks
 * by number for what it missed. The socket is a hint; `GET /live/<topic>?after=<seq>` is the truth.
 *
 * Events on document: `live:entry` (cancelable; whoever holds an entry back applies it later),
 * `live:replaced` {before, now, hadFocus}, `live:applied`, `live:changed` {topic}, `live:reload` {topic}, `live:state` {connected}.
 */

import { elements, get } from "./http.js";
import { tell } from "./announce.js";
import { io } from "./vendor/socket.io.esm.min.js";
import { say } from "./words.js";

const language = document.documentElement.lang;
const topics = new Map(); // name → { seq, asking: the question under way, again }
const POLL_WHEN_CUT_OFF = 15_000;

const socket = io({
  transports: ["websocket", "polling"],
  tryAllTransports: true,
  reconnectionDelay: 500,
  reconnectionDelayMax: 10_000,
  randomizationFactor: 0.4,
});

/** Listen to what an element and its descendants name: `data-topic`, and `data-seq`, the last number it shows. */
export function listenWithin(root) {
  for (const element of [root, ...root.querySelectorAll("[data-topic]")]) {
    if (element.dataset?.topic) listen(element.dataset.topic, Number(element.dataset.seq ?? 0));
  }
}

export function listen(name, seq) {
  if (topics.has(name)) return;
  topics.set(name, { seq, asking: null, again: false });
  if (socket.connected) join(name);
}

export function leave(name) {
  topics.delete(name);
  if (socket.connected) socket.emit("leave", { topic: name, language });
}

/** The last number that this page knows of a topic. */
export function known(name) {
  return topics.get(name)?.seq ?? 0;
}

/** Tell the room something that is worth nothing later: lost when the line is cut. */
export function whisper(name, payload) {
  if (socket.connected) socket.volatile.emit(name, payload);
}

async function join(name) {
  const answer = await socket.timeout(10_000).emitWithAck("join", { topic: name, language }).catch(() => null);
  if (answer?.ok && topics.has(name) && answer.seq !== known(name)) catchUp(name);
}

/** Ask for everything after the last known number, once more if a question comes meanwhile; done when all is known. */
export async function catchUp(name) {
  const topic = topics.get(name);
  if (!topic) return;
  topic.again = true;
  topic.asking ??= askOn(name, topic);
  await topic.asking;
}

/** What was let pass after a number is wanted now. */
export function askAgain(name, seq) {
  const topic = topics.get(name);
  if (topic) topic.seq = Math.min(topic.seq, seq);
  return catchUp(name);
}

async function askOn(name, topic) {
  while (topic.again && topics.get(name) === topic) {
    topic.again = false;
    await ask(name, topic);
  }
  topic.asking = null;
}

async function ask(name, topic) {
  try {
    const answer = await get(`/live/${encodeURIComponent(name)}?after=${topic.seq}`);
    if (!answer.ok) return;
    const missed = await answer.json();
    if (topics.get(name) !== topic) return;
    // An answer that was overtaken by what was heard meanwhile has nothing new, and may look older.
    if (!missed.reload && missed.seq > topic.seq) missed.entries.forEach(offer);
    topic.seq = Math.max(topic.seq, missed.seq);
    if (missed.reload) tell("live:reload", { topic: name });
  } catch {
    // Cut off: the next connection, or the next round below, asks again.
  }
}

/** Hear an entry in its turn: an old one is known already, one too far ahead means that some were missed. */
function hear(entry) {
  const topic = topics.get(entry.topic);
  if (!topic || entry.seq <= topic.seq) return;
  if (entry.seq !== topic.seq + 1) {
    catchUp(entry.topic);
    return;
  }
  topic.seq = entry.seq;
  offer(entry);
}

function offer(entry) {
  const event = new CustomEvent("live:entry", { detail: entry, cancelable: true });
  if (document.dispatchEvent(event)) apply(entry);
}

/** Put an entry into the page. Twice is as good as once: what is there already is replaced, lists keep what they hold. */
export function apply(entry) {
  const target = document.getElementById(entry.target);
  if (entry.action === "remove") {
    target?.remove();
  } else {
    const arrived = elements(entry.html);
    const next = entry.action === "append" ? nextInOrder(target, arrived[0]) : null;
    for (const element of arrived) {
      const named = element.id ? element : element.querySelector("[id]"); // an item of a list goes by what it holds
      const present = named && document.getElementById(named.id);
      if (present) {
        replace(present, named);
      } else if (entry.action === "append") {
        target?.insertBefore(element, next);
      } else {
        target?.replaceWith(element);
      }
    }
  }
  tell("live:applied", entry);
}

function replace(before, now) {
  const hadFocus = before.contains(document.activeElement);
  before.replaceWith(now);
  tell("live:replaced", { before, now, hadFocus });
}

/** Where `data-order` says that an element belongs, whichever of a list arrives first; without it, at the end. */
function nextInOrder(list, element) {
  const order = Number(element?.dataset.order);
  return [...(list?.children ?? [])].find((one) => Number(one.dataset.order) > order) ?? null;
}

socket.on("connect", () => {
  state(true);
  for (const name of topics.keys()) join(name);
});
socket.on("disconnect", (reason) => {
  state(false);
  // A server that drops us on purpose (our rights changed) does not make the client come back by itself.
  if (reason === "io server disconnect") setTimeout(() => socket.connect(), 300);
});
socket.on("connect_error", () => state(false));
socket.on("entry", hear);
for (const name of ["presence", "typing", "read", "changed"]) socket.on(name, (detail) => tell(`live:${name}`, detail));

// Asked to connect, a socket that is between two tries would only wait for its next one.
addEventListener("online", () => socket.connected || socket.disconnect().connect());
// A socket may not notice for most of a minute; closed, it tries again at once, and is back if the line is there.
addEventListener("offline", () => socket.io.engine?.close());

setInterval(() => {
  if (!socket.connected && !document.hidden) for (const name of topics.keys()) catchUp(name);
}, POLL_WHEN_CUT_OFF);

socket.io.on("reconnect_attempt", (count) => {
  if (status?.textContent && count > 1) status.textContent = say("trying", { count });
});

const status = document.getElementById("live-status");
let announced;

/** Say that the line is cut only if it stays so for a moment, and say when it is back. */
function state(connected) {
  document.documentElement.dataset.live = connected ? "on" : "off";
  clearTimeout(announced);
  if (connected) {
    if (status?.textContent) {
      status.textContent = say("back");
      announced = setTimeout(() => (status.textContent = ""), 4000);
    }
  } else {
    announced = setTimeout(() => status && (status.textContent = say("cut-off")), 1500);
  }
  tell("live:state", { connected });
}

listenWithin(document.body);

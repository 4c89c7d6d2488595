/**
 * Live delivery: joins the topics that the page names in `data-topic`, applies the entries that arrive, and asks by
 * number for those that it missed. The socket is a hint; `GET /live/<topic>?after=<seq>` is the truth.
 *
 * The events that it announces, `live:…`, are listed in `types/events.d.ts`.
 */

import { announce } from "./announce.js";
import { isWrittenIn } from "./forms/written.js";
import { elements, get, noAnswer } from "./http.js";
import { io } from "./vendor/socket.io.esm.min.js";
import { putInPlaceOf } from "./put-in-place.js";
import { say } from "./words.js";

/** A form that was opened in place moves over to what replaces its element. */
const MOVES_OVER = "form[data-in-place]";

/** @typedef {{seq: number, question: Promise<boolean> | null, isAskedAgain: boolean}} Topic */

const language = document.documentElement.lang;
/** @type {Map<string, Topic>} */
const topics = new Map();
/** @type {Map<HTMLElement, Entry>} what somebody writes in → the last entry that it passed over */
const passedOver = new Map();
const POLL_WHEN_CUT_OFF = 15_000;

const SERVER_RESTARTS = 1012;
const TRY_AGAIN = 1013;
const POLL_WAS_ENDED = "transport closed by the server";
const SOON = { delay: 500, spread: 0.4 };

/** The server refuses to be connected with a page that was opened under another address than its own. */
const elsewhere = document.querySelector("[data-own-origin]");
const isElsewhere = elsewhere !== null && elsewhere.dataset.ownOrigin !== location.origin;

const socket = io({
  autoConnect: !isElsewhere,
  transports: ["websocket", "polling"],
  tryAllTransports: true,
  reconnectionDelay: SOON.delay,
  reconnectionDelayMax: 10_000,
  randomizationFactor: SOON.spread,
});
let wasTold = false;

/**
 * Listen to what an element and its descendants name: `data-topic`, and `data-seq`, the last number that it shows.
 *
 * @param {HTMLElement} root
 */
export function listenWithin(root) {
  for (const { dataset } of [root, ...root.querySelectorAll("[data-topic]")]) {
    if (dataset.topic) listen(dataset.topic, Number(dataset.seq ?? 0));
  }
}

/** @type {(name: string, seq: number) => void} */
function listen(name, seq) {
  if (topics.has(name)) return;
  topics.set(name, { seq, question: null, isAskedAgain: false });
  if (socket.connected) join(name);
}

/** @param {string} name */
export function leave(name) {
  topics.delete(name);
  if (socket.connected) socket.emit("leave", { topic: name, language });
}

/**
 * The number of the last entry of a topic that this page knows.
 *
 * @param {string} name
 */
export function lastNumber(name) {
  return topics.get(name)?.seq ?? 0;
}

/**
 * Tell the room something that is worth nothing later: it is lost when there is no connection.
 *
 * @type {(name: string, payload: object) => void}
 */
export function whisper(name, payload) {
  if (socket.connected) socket.volatile.emit(name, payload);
}

/**
 * Ask the server something over the line; null where no answer came.
 *
 * @type {(name: string, payload: object) => Promise<any>}
 */
export function askOnLine(name, payload) {
  return socket.connected ? socket.timeout(10_000).emitWithAck(name, payload).catch(noAnswer) : Promise.resolve(null);
}

/** What the line brings under a name. @type {(name: string, listener: (detail: any) => void) => void} */
export function hear(name, listener) {
  socket.on(name, listener);
}

export const isConnected = () => socket.connected;

/** @param {string} name */
async function join(name) {
  const answer = await socket.timeout(10_000).emitWithAck("join", { topic: name, language }).catch(noAnswer);
  if (answer?.ok && topics.has(name) && answer.seq !== lastNumber(name)) catchUp(name);
}

/**
 * Ask for everything after the last known number, and once more if this is called meanwhile; done when all is known.
 *
 * @type {(name: string) => Promise<boolean>} whether this page shows by then what the server has
 */
export async function catchUp(name) {
  const topic = topics.get(name);
  if (!topic) return false;
  topic.isAskedAgain = true;
  topic.question ??= askUntilAnswered(name, topic);
  return topic.question;
}

/**
 * Ask again for entries that this page has passed over.
 *
 * @type {(name: string, seq: number) => Promise<boolean>}
 */
export function catchUpFrom(name, seq) {
  const topic = topics.get(name);
  if (topic) topic.seq = Math.min(topic.seq, seq);
  return catchUp(name);
}

/** @type {(name: string, topic: Topic) => Promise<boolean>} */
async function askUntilAnswered(name, topic) {
  let isAnswered = false;
  while (topic.isAskedAgain && topics.get(name) === topic) {
    topic.isAskedAgain = false;
    isAnswered = await ask(name, topic);
  }
  topic.question = null;
  return isAnswered;
}

/** @type {(name: string, topic: Topic) => Promise<boolean>} */
async function ask(name, topic) {
  const after = topic.seq;
  try {
    const answer = await get(`/live/${encodeURIComponent(name)}?after=${after}`);
    if (!answer.ok) return false;
    const missed = await answer.json();
    if (topics.get(name) !== topic) return false;
    // Meanwhile the page wants to know more than this answer tells, and asks for all of it.
    if (topic.seq < after) return false;
    // An answer that was overtaken by entries that arrived meanwhile has nothing new, and may look older.
    if (!missed.reload && missed.seq > topic.seq) missed.entries.forEach(offer);
    topic.seq = Math.max(topic.seq, missed.seq);
    if (missed.reload) announce("live:reload", { topic: name });
    return !missed.reload;
  } catch {
    return false; // cut off: the next connection, or the next round below, asks again
  }
}

/**
 * Take an entry in its turn: an old one is known already, one too far ahead means that some were missed.
 *
 * @param {Entry} entry
 */
function receive(entry) {
  const topic = topics.get(entry.topic);
  if (!topic || entry.seq <= topic.seq) return;
  if (entry.seq !== topic.seq + 1) {
    catchUp(entry.topic);
    return;
  }
  topic.seq = entry.seq;
  offer(entry);
}

/** @param {Entry} entry */
function offer(entry) {
  const event = new CustomEvent("live:entry", { detail: entry, cancelable: true });
  if (document.dispatchEvent(event)) apply(entry);
}

/**
 * Put an entry into the page. Twice is as good as once: what is there already is replaced, lists keep what they hold. What
 * somebody writes in stays as it is.
 *
 * @param {Entry} entry
 */
export function apply(entry) {
  const target = document.getElementById(entry.target);
  if (entry.action === "remove") {
    if (target && !stays(target, entry)) target.remove();
  } else {
    const arrived = elements(entry.html);
    const next = entry.action === "append" ? nextInOrder(target, arrived[0]) : null;
    for (const element of arrived) {
      const named = element.id ? element : element.querySelector("[id]"); // an item of a list goes by what it holds
      const present = named && document.getElementById(named.id);
      if (present) {
        if (!stays(present, entry)) replace(present, named);
      } else if (entry.action === "append") {
        target?.insertBefore(element, next);
      } else if (target && !stays(target, entry)) {
        target.replaceWith(element);
      }
    }
  }
  announce("live:applied", entry);
}

/** Whether an element stays as it is, because somebody writes in it. @type {(element: HTMLElement, entry: Entry) => boolean} */
function stays(element, entry) {
  const isWritten = isWrittenIn(element, entry.action === "remove" ? undefined : MOVES_OVER);
  if (!isWritten) passedOver.delete(element);
  else if (entry.seq) passedOver.set(element, entry);
  return isWritten;
}

/** What was passed over shows once nobody writes there any more; until then it is passed over again. */
function takeUpPassedOver() {
  const entries = [...passedOver].flatMap(([element, entry]) => (element.isConnected ? [entry] : []));
  passedOver.clear();
  for (const { topic, seq } of entries) catchUpFrom(topic, seq - 1);
}

document.addEventListener("form:saved", takeUpPassedOver);
document.addEventListener("reset", () => setTimeout(takeUpPassedOver)); // the fields are as before a moment later

/** @type {(before: HTMLElement, now: HTMLElement) => void} */
function replace(before, now) {
  const hadFocus = putInPlaceOf(before, now);
  announce("live:replaced", { before, now, hadFocus });
}

/**
 * The element before which `data-order` puts another, whichever arrives first; without an order it goes to the end.
 *
 * @type {(list: HTMLElement | null, element?: HTMLElement) => HTMLElement | null}
 */
function nextInOrder(list, element) {
  const order = Number(element?.dataset.order);
  const children = /** @type {HTMLElement[]} */ ([...(list?.children ?? [])]);
  return children.find((child) => Number(child.dataset.order) > order) ?? null;
}

// A server that restarts says over how many seconds its pages shall come back. Without this they all came at once. One
// for which this page read too slowly has dropped what waited; the page comes back soon, and asks for what it missed.
socket.io.on("close", (_, detail) => {
  const closing = detail?.context instanceof CloseEvent ? detail.context : null;
  const isRestarting = closing?.code === SERVER_RESTARTS || detail?.description === POLL_WAS_ENDED;
  wasTold = isRestarting || closing?.code === TRY_AGAIN;
  if (isRestarting) comeBack({ delay: (Number(closing?.reason) || 3) * 500, spread: 1 }); // from 0 to twice the delay
});

/** @param {{delay: number, spread: number}} when */
function comeBack({ delay, spread }) {
  socket.io.reconnectionDelay(delay);
  socket.io.randomizationFactor(spread);
}

socket.on("connect", () => {
  wasTold = false;
  comeBack(SOON);
  showConnection(true);
  // Answers come in turn: what a page asks for as soon as it hears of this, such as the text of a draft, goes first.
  setTimeout(() => {
    if (socket.connected) for (const name of topics.keys()) join(name);
  });
});
socket.on("disconnect", (reason) => {
  showConnection(false);
  // A server that drops us on purpose (our rights changed) does not make the client come back by itself.
  if (reason === "io server disconnect") setTimeout(() => socket.connect(), 300);
});
socket.on("connect_error", () => showConnection(false));
socket.on("entry", receive);
for (const name of /** @type {const} */ (["presence", "typing", "read", "changed", "inbox"])) {
  socket.on(name, (detail) => announce(`live:${name}`, detail));
}

// Asked to connect, a socket that is between two tries would only wait for its next one.
addEventListener("online", () => socket.connected || isElsewhere || socket.disconnect().connect());
// A socket may not notice for most of a minute; closed, it tries again at once, and is back if there is a connection.
addEventListener("offline", () => socket.io.engine?.close());

setInterval(() => {
  if (!socket.connected && !document.hidden) for (const name of topics.keys()) catchUp(name);
}, POLL_WHEN_CUT_OFF);

socket.io.on("reconnect_attempt", (count) => {
  if (status?.textContent && count > 1) status.textContent = say("trying", { count });
});

const status = document.getElementById("live-status");
/** @type {number} */
let timer;

/**
 * Say that the connection is lost only if it stays so for a moment, and say when it is back.
 *
 * @param {boolean} connected
 */
function showConnection(connected) {
  const wasCutOff = document.documentElement.dataset.live === "off";
  document.documentElement.dataset.live = connected ? "on" : "off";
  clearTimeout(timer);
  if (connected) {
    if (status?.textContent) {
      status.textContent = say("back");
      timer = setTimeout(() => (status.textContent = ""), 4000);
    }
  } else {
    timer = setTimeout(() => status && (status.textContent = say(wasTold ? "reconnecting" : "cut-off")), 1500);
  }
  announce("live:state", { connected });
  // What the reader’s own pages were told meanwhile is not sent again: they ask.
  if (connected && wasCutOff) announce("live:inbox", { levels: true });
}

listenWithin(document.body);
if (isElsewhere) {
  const link = elsewhere.querySelector("a");
  link.href = link.origin + location.pathname + location.search + location.hash;
  elsewhere.hidden = false;
  document.documentElement.dataset.live = "off";
  setTimeout(() => announce("live:state", { connected: false })); // once the other scripts listen
}

/**
 * Chairs' texts change under the eyes of everybody: each message says which pieces go and which come. A page that missed one
 * asks for the text, and so does one that was cut off.
 */

import { announce } from "../announce.js";
import { elements, fragment, noAnswer } from "../http.js";
import { inTurn } from "../in-turn.js";
import { hear, isConnected, listenWithin } from "../live.js";
import { putInPlaceOf } from "../put-in-place.js";

const WHEN_CUT_OFF = 15_000;
const PAUSE = 1_000;
const SPREAD = 2_000;

const texts = () => [...document.querySelectorAll("section[data-chairs-text]")];

/** @param {Merged} message */
function receive(message) {
  for (const text of texts()) {
    if (text.dataset.chairsText !== String(message.text)) continue;
    const version = Number(text.dataset.version);
    if (message.version <= version) continue;
    if (message.from !== version || !put(text, message)) refresh();
  }
  announce("merging:heard", message);
  bracketsSoon();
}

/** @type {(text: HTMLElement, message: Merged) => boolean} whether the page knows all origins of the words that come */
function put(text, { at, gone, come, version }) {
  const holder = text.querySelector("[data-chairs-words]");
  const pieces = come.map(([words, origin]) => pieceOf(text, words, origin)).filter((piece) => piece !== null);
  if (pieces.length < come.length) return false;
  const going = [...holder.children].slice(at, at + gone);
  const had = going.findIndex((piece) => piece === document.activeElement);
  for (const piece of going) piece.remove();
  const next = holder.children[at] ?? null;
  for (const piece of pieces) holder.insertBefore(piece, next);
  pieces[had]?.focus({ preventScroll: true });
  text.dataset.version = String(version);
  return true;
}

/** @type {(text: HTMLElement, words: string, origin: string) => HTMLElement | null} */
function pieceOf(text, words, origin) {
  const template = [...text.querySelectorAll("template[data-origin-of]")].find((each) => each.dataset.originOf === origin);
  const piece = /** @type {HTMLElement | undefined} */ (template?.content.firstElementChild?.cloneNode(true));
  if (!piece) return null;
  piece.querySelector("[data-piece]").textContent = words;
  return piece;
}

/** Ask for every text on the page as it is now. */
export const refresh = inTurn(async () => {
  for (const text of texts()) {
    const answer = await fragment(text.dataset.address).catch(noAnswer);
    if (!answer?.ok) continue;
    const [newer] = elements(await answer.text());
    const present = document.getElementById(text.id);
    const isNewer = newer?.id === text.id && Number(newer.dataset.version ?? Infinity) >= Number(present?.dataset.version ?? 0);
    if (present && isNewer) announce("live:replaced", { before: present, now: newer, hadFocus: putInPlaceOf(present, newer) });
  }
});

/** @type {ReturnType<typeof setTimeout>} */
let pause;

/** Brackets that are open show the words around them: once nobody types, not on all pages of a room at the same moment. */
function bracketsSoon() {
  clearTimeout(pause);
  pause = setTimeout(refreshBrackets, PAUSE + Math.random() * SPREAD);
}

const refreshBrackets = inTurn(async () => {
  for (const list of document.querySelectorAll(".brackets[data-fragment]")) {
    const answer = await fragment(list.dataset.fragment).catch(noAnswer);
    const [newer] = answer?.ok ? elements(await answer.text()) : [];
    if (newer?.id === list.id && list.isConnected) putInPlaceOf(list, newer);
  }
});

/** A text that has come into the page is heard from its number on. */
function listenToAll() {
  for (const text of texts()) listenWithin(text);
}

let wasCutOff = false;

hear("merging", receive);
for (const name of /** @type {const} */ (["live:applied", "live:replaced", "room:refreshed", "thread:opened", "thread:extended"])) {
  document.addEventListener(name, listenToAll);
}
document.addEventListener("live:state", ({ detail }) => {
  if (detail.connected && wasCutOff) refresh();
  wasCutOff = !detail.connected;
});
listenToAll();
setInterval(() => {
  if (!isConnected() && !document.hidden) refresh();
}, WHEN_CUT_OFF);

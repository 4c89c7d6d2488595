/**
 * What of a page is asked for again whenever something changed below the topics of the page: the element with
 * `data-current` or, with `data-parts` on it, each of its children by itself. It stays as it is while somebody writes or
 * selects something in it or is at one of its buttons, and while nobody looks at the page; afterwards it is asked for.
 *
 * `data-shown` says what it shows; if that is what there is, the answer is empty. `data-gone` is what the page says once its
 * reader may not see it any more.
 */

import { announce } from "./announce.js";
import { isInUse } from "./forms/written.js";
import { get, noAnswer } from "./http.js";
import { inTurn } from "./in-turn.js";
import { putInPlaceOf } from "./put-in-place.js";
import { putParts } from "./put-parts.js";

const GATHER = 400;
const LONGEST = 3000; // while something changes it again and again
const AFTER_A_FAULT = 5000;

const part = () => /** @type {HTMLElement} */ (document.querySelector("[data-current]"));

let isOutdated = false;
let since = 0;
/** @type {number} */
let timer;

function refreshSoon() {
  since ||= Date.now();
  refreshIn(Math.max(0, Math.min(GATHER, since + LONGEST - Date.now())));
}

/** @param {number} wait in milliseconds */
function refreshIn(wait) {
  isOutdated = true;
  clearTimeout(timer);
  timer = setTimeout(refresh, wait);
}

const refresh = inTurn(async () => {
  since = 0;
  const isApart = "parts" in part().dataset;
  if ("posted" in document.body.dataset) return; // its address answers no question
  if (!isOutdated || document.hidden || (!isApart && stays(part()))) return;
  isOutdated = false;
  const answer = await get(location.href, { "X-Shown": part().dataset.shown ?? "" }).catch(noAnswer);
  // It is as outdated as before.
  if (!answer || answer.status >= 500) return refreshIn(AFTER_A_FAULT);
  const gone = /** @type {HTMLElement | null} */ (document.querySelector("[data-gone]"));
  if (gone) gone.hidden = ![403, 404].includes(answer.status);
  if (!answer.ok || answer.status === 204) return;
  const newer = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-current]");
  if (!newer || newer.id !== part().id) return;
  if (isApart) putApart(newer);
  else if (stays(part())) isOutdated = true;
  else put(newer);
});

/** @param {HTMLElement} present */
function stays(present) {
  const selection = getSelection();
  const active = document.activeElement;
  return (
    document.hidden ||
    isInUse(present) ||
    (present.contains(active) && active.matches("button, summary")) ||
    (!selection.isCollapsed && selection.containsNode(present, true))
  );
}

/** What of it stays is asked for later. @param {HTMLElement} newer */
function putApart(newer) {
  const { shown } = newer.dataset;
  let isMixed = false;
  putParts(part(), newer, (present) => stays(present) && (isMixed = true));
  isOutdated ||= isMixed;
  // Parts of two moments are no page that the server knows, also when everything is as it was before.
  part().dataset.shown = isMixed ? "" : shown;
}

/** @param {HTMLElement} newer */
function put(newer) {
  const present = part();
  const hadFocus = putInPlaceOf(present, newer);
  announce("live:replaced", { before: present, now: newer, hadFocus });
  for (const form of newer.querySelectorAll("form")) announce("form:opened", { form });
}

let wasCutOff = false;

document.addEventListener("live:changed", refreshSoon);
document.addEventListener("live:entry", ({ detail }) => {
  if (!detail.kind?.match(/^(comment|merging)\./)) refreshSoon();
});
document.addEventListener("live:reload", refreshSoon);
document.addEventListener("element:outdated", (event) => {
  if (!part()?.contains(event.detail.element)) return;
  event.preventDefault();
  refreshSoon();
});
document.addEventListener("live:state", ({ detail }) => {
  if (detail.connected && wasCutOff) refreshSoon();
  wasCutOff = !detail.connected;
});

// Whoever has taken back what they wrote, or goes elsewhere, sees what has changed meanwhile.
for (const name of /** @type {const} */ (["selectionchange", "visibilitychange", "change", "focusout"])) {
  document.addEventListener(name, () => {
    if (isOutdated) refreshSoon();
  });
}

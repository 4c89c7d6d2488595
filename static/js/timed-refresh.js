/**
 * What changes by itself while a page is left open: an element with `data-changes-in` (seconds from when it was served)
 * is asked for again once they are over, by its `data-fragment` or else with its whole page. They are counted from when this page was loaded, so that
 * a wrong clock of this machine does no harm.
 */

import { isWrittenIn } from "./forms/written.js";
import { elements, fragment, get, noAnswer } from "./http.js";
import { putInPlaceOf } from "./put-in-place.js";

const LOOKS_EVERY = 10_000;
/** @type {WeakMap<Element, number>} element → when its time is over, by this machine's clock */
const ends = new WeakMap();

function refreshOutdated() {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("[data-changes-in]")) {
    const end = ends.get(element);
    if (end === undefined) ends.set(element, Date.now() + Number(element.dataset.changesIn) * 1000);
    else if (end <= Date.now()) refresh(element);
  }
}

/** @param {HTMLElement} element */
async function refresh(element) {
  ends.set(element, Date.now() + LOOKS_EVERY); // once more if this comes to nothing
  const event = new CustomEvent("element:outdated", { detail: { element }, cancelable: true });
  if (!document.dispatchEvent(event)) return;
  const address = element.dataset.fragment;
  const answer = await (address ? fragment(address) : get(location.href)).catch(noAnswer);
  if (!answer?.ok || !element.isConnected || isWrittenIn(element)) return;
  const text = await answer.text();
  const newer = address ? elements(text)[0] : new DOMParser().parseFromString(text, "text/html").getElementById(element.id);
  if (newer) putInPlaceOf(element, newer);
  refreshOutdated();
}

document.addEventListener("live:applied", refreshOutdated);
document.addEventListener("visibilitychange", refreshOutdated);
document.addEventListener("live:reload", () => {
  for (const element of document.querySelectorAll("[data-changes-in]")) refresh(element);
});
setInterval(refreshOutdated, LOOKS_EVERY);
refreshOutdated();

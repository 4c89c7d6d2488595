/**
 * What changes by itself while a page is left open: an element with `data-changes-in` (seconds from when it was
 * served) is asked for again by its `data-fragment` when they are over. Counted from here, so that a wrong clock
 * of this machine does no harm. `until:over` {element} is cancelable, for those who replace it in their own way.
 */

import { elements, fragment } from "./http.js";

const LOOKS_EVERY = 10_000;
const over = new WeakMap(); // element → when, by this machine's clock

function look() {
  if (document.hidden) return;
  for (const element of document.querySelectorAll("[data-changes-in]")) {
    const at = over.get(element);
    if (at === undefined) over.set(element, Date.now() + Number(element.dataset.changesIn) * 1000);
    else if (at <= Date.now()) askFor(element);
  }
}

async function askFor(element) {
  over.set(element, Date.now() + LOOKS_EVERY); // once more if this comes to nothing
  const event = new CustomEvent("until:over", { detail: { element }, cancelable: true });
  if (!document.dispatchEvent(event)) return;
  const answer = await fragment(element.dataset.fragment).catch(() => null);
  if (!answer?.ok || !element.isConnected) return;
  const [now] = elements(await answer.text());
  if (now) element.replaceWith(now);
  look();
}

document.addEventListener("live:applied", look);
document.addEventListener("visibilitychange", look);
document.addEventListener("live:reload", () => {
  for (const element of document.querySelectorAll("[data-changes-in]")) askFor(element);
});
setInterval(look, LOOKS_EVERY);
look();

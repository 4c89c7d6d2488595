/**
 * A page that was opened from what is on the floor follows the chair: it goes to what comes to the floor next. It stays if
 * its reader reads freely (the lock), has just touched it, has filled something in on it that is not sent, or has put the floor away for today. Any other has the way back.
 */

import { isPageInUse } from "../forms/written.js";
import { fillIn } from "../words.js";

const FOLLOWED = "wgcop.followed"; // in this tab: the floor and the page to which it was followed last
const FREELY = "wgcop.reads-freely"; // in this browser
const STILL = 5_000;

const root = document.documentElement;
const says = document.querySelector("[data-floor-says]");
const lock = document.querySelector("[data-lock]");
const floors = () => document.querySelectorAll("[data-on-floor]");
/** @param {string} address */
const pathOf = (address) => new URL(address, location.href).pathname;
/** @param {HTMLElement} floor */
const isHere = (floor) => pathOf(floor.dataset.onFloor) === location.pathname;
const readsFreely = () => localStorage.getItem(FREELY) === "1";

/** @type {Map<string, string>} floor → what was on it when this page looked last */
const known = new Map();
let lastTouch = 0;

const last = JSON.parse(sessionStorage.getItem(FOLLOWED) ?? "{}");
const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
/** The floor that this page follows. Whoever goes back to a page wants to be there. */
let follows = last.page === location.pathname && visit?.type !== "back_forward" ? last.floor : null;

let followedTo = last.page;

/** @type {(floor: string, address: string, byChair: boolean) => void} */
function remember(floor, address, byChair) {
  follows = floor;
  followedTo = pathOf(address);
  sessionStorage.setItem(FOLLOWED, JSON.stringify({ floor: follows, page: followedTo, byChair }));
}

/** To what is on the floor: by a new page, unless this one has it already. @type {(floor: HTMLElement, byChair?: boolean) => void} */
function goTo(floor, byChair = false) {
  remember(floor.id, floor.dataset.onFloor, byChair);
  const address = new URL(floor.dataset.onFloor, location.href);
  if (document.dispatchEvent(new CustomEvent("floor:followed", { detail: { address }, cancelable: true }))) {
    location.assign(address);
  } else {
    show(floor);
    if (byChair) tell("followed", floor);
  }
}

/** Whether nobody minds if this page goes. */
function isLeftAlone() {
  return (
    !root.hasAttribute("data-floors-away") &&
    Date.now() - lastTouch > STILL &&
    !isPageInUse() &&
    getSelection().isCollapsed
  );
}

function look() {
  for (const floor of floors()) {
    const address = floor.dataset.onFloor;
    const before = known.get(floor.id);
    known.set(floor.id, address);
    show(floor);
    if (before === undefined || before === address) continue;
    tell("moved", floor);
    if (follows === floor.id && !readsFreely() && !isHere(floor) && isLeftAlone()) goTo(floor, true);
  }
}

/** @param {HTMLElement} floor */
function show(floor) {
  if (follows === floor.id) lock.hidden = false;
  lock.setAttribute("aria-pressed", String(readsFreely()));
  const back = floor.querySelector(".on-now__back");
  if (isHere(floor)) back.setAttribute("aria-current", "page");
  else back.removeAttribute("aria-current");
}

/** @type {(name: string, floor: HTMLElement) => void} */
function tell(name, floor) {
  const what = floor.querySelector("dd [aria-current]") ?? floor.querySelector(".on-now__what");
  const which = floors().length > 1 ? `${floor.querySelector(".on-now__code").textContent.trim()} ` : "";
  says.textContent = fillIn(says.dataset[name], { what: which + what.textContent.trim() });
}

for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(act, () => (lastTouch = Date.now()), { passive: true });
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const isLock = target.closest("[data-lock]");
  const floor = isLock ? document.getElementById(follows) : target.closest("[data-on-floor]");
  if (!floor) return;
  if (isLock) {
    localStorage.setItem(FREELY, readsFreely() ? "0" : "1");
    show(floor);
    if (!readsFreely() && !isHere(floor)) goTo(floor);
  } else if (leadsTo(target, floor.dataset.onFloor)) {
    if (opensHere(event)) remember(floor.id, floor.dataset.onFloor, false);
    show(floor);
  }
});
// From the room of the meeting, which shows the floor itself.
document.addEventListener("click", (event) => {
  const { roomFloor, address } = event.target.closest("[data-room-floor]")?.dataset ?? {};
  if (address && leadsTo(event.target, address) && opensHere(event)) remember(roomFloor, address, false);
});

/** @type {(target: Element, address: string) => boolean} */
const leadsTo = (target, address) => target.closest("a")?.href === new URL(address, location.href).href;
/** Whether a click opens its link here and not in another tab. @param {MouseEvent} click */
const opensHere = ({ ctrlKey, metaKey, shiftKey }) => !ctrlKey && !metaKey && !shiftKey;

addEventListener("storage", look);
addEventListener("popstate", () => {
  if (location.pathname !== followedTo) follows = null;
});

for (const place of document.querySelectorAll("[data-floor]")) {
  new MutationObserver(look).observe(place, { childList: true });
}
look();
// It is higher while a break or an announcement stands in it.
const strip = document.querySelector(".floor-strip");
if (strip) {
  new ResizeObserver(() => {
    if (getComputedStyle(strip).position === "sticky") root.style.setProperty("--strip", `${strip.offsetHeight}px`);
    else root.style.removeProperty("--strip");
  }).observe(strip);
}
// Only what changes after the page is there is read aloud.
for (const floor of floors()) if (last.byChair && follows === floor.id) setTimeout(tell, 500, "followed", floor);

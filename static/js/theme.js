/**
 * What must be known before the page is painted: light, dark, or as the machine says, and whether what is on the floor was put
 * away for today. The choices are remembered in this browser, and offered only where scripts run.
 */

const KEY = "theme";
const AWAY = "floors-away"; // the day
const root = document.documentElement;
root.dataset.js = "";

/** @param {string} key */
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @type {(key: string, value: string) => void} */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still changes this page.
  }
}

function isDark() {
  const { theme } = root.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function show() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

// A script that arrives later does not scroll away from whoever has begun to read.
for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(act, () => (root.dataset.acted = ""), { once: true, passive: true });
}

// A second time, by the reader's own clock, is shown only where it differs from the meeting's. It is decided as the page is
// parsed, so that there is room for it before the page is painted.
class OwnTime extends HTMLElement {
  connectedCallback() {
    this.hidden = Number(this.dataset.minutes) === -new Date(this.dataset.at).getTimezoneOffset();
  }
}
customElements.define("own-time", OwnTime);

// On a phone the page of a meeting in session opens at the item on the floor. It does so once it is parsed, before the other
// scripts are there, and not for somebody who comes back to a place or has begun to read.
document.addEventListener("readystatechange", () => {
  const [{ type } = { type: "" }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (document.readyState !== "interactive" || type !== "navigate" || location.hash || "acted" in root.dataset) return;
  if (!matchMedia("(width < 48rem)").matches) return;
  document.querySelector('[data-meeting] [aria-current="step"]')?.scrollIntoView({ behavior: "instant" });
});

const chosen = remembered(KEY);
if ((chosen === "light" || chosen === "dark") && !root.dataset.theme) root.dataset.theme = chosen;
root.toggleAttribute("data-floors-away", remembered(AWAY) === new Date().toDateString());

document.addEventListener("DOMContentLoaded", show);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("[data-theme-switch], [data-put-away], [data-bring-back]");
  if (pressed?.matches("[data-theme-switch]")) {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(KEY, root.dataset.theme);
    show();
  } else if (pressed) {
    const isAway = pressed.matches("[data-put-away]");
    remember(AWAY, isAway ? new Date().toDateString() : "");
    root.toggleAttribute("data-floors-away", isAway);
    document.querySelector(isAway ? "main" : "[data-put-away]")?.focus({ preventScroll: isAway });
  }
});

/**
 * What must be known before the page is painted: light, dark, or as the machine says. The choice is remembered in this
 * browser, and offered only where scripts run.
 */

const KEY = "theme";
const root = document.documentElement;
root.dataset.js = "";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} theme */
function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
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

const chosen = remembered();
if ((chosen === "light" || chosen === "dark") && !root.dataset.theme) root.dataset.theme = chosen;

document.addEventListener("DOMContentLoaded", show);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-switch]")) return;
  root.dataset.theme = isDark() ? "light" : "dark";
  remember(root.dataset.theme);
  show();
});

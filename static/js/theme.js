// What must be known before the page is painted. Light, dark, or as the machine says: remembered on this machine, offered
// only where scripts run.

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

// Whoever has begun to read is led nowhere by a script that arrives later.
for (const act of ["wheel", "touchmove", "keydown", "pointerdown"]) {
  addEventListener(act, () => (root.dataset.acted = ""), { once: true, passive: true });
}

// The reader's own clock is worth a second time only where it shows another one than the meeting's: known as the page is
// parsed, so that room is kept before it is painted.
class OwnTime extends HTMLElement {
  connectedCallback() {
    this.hidden = Number(this.dataset.minutes) === -new Date(this.dataset.at).getTimezoneOffset();
  }
}
customElements.define("own-time", OwnTime);

// On a phone the page of a meeting that is on opens at the item on the floor: once it is parsed, before scripts are there, and
// not for who comes back to a place or has begun to read.
document.addEventListener("readystatechange", () => {
  const [{ type } = {}] = performance.getEntriesByType("navigation");
  if (document.readyState !== "interactive" || type !== "navigate" || location.hash || "acted" in root.dataset) return;
  if (!matchMedia("(width < 48rem)").matches) return;
  document.querySelector('[data-meeting] [aria-current="step"]')?.scrollIntoView({ behavior: "instant" });
});

const chosen = remembered();
if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

document.addEventListener("DOMContentLoaded", show);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-switch]")) return;
  root.dataset.theme = isDark() ? "light" : "dark";
  remember(root.dataset.theme);
  show();
});

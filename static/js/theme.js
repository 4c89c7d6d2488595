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

// The reader's own clock is worth a second time only where it shows another one than the meeting's: known before the page
// is painted, so that room is kept.
if (root.dataset.zone) {
  const opens = new Date(root.dataset.opens);
  const clock = (timeZone) => new Intl.DateTimeFormat("en", { dateStyle: "short", timeStyle: "short", timeZone }).format(opens);
  root.toggleAttribute("data-other-clock", clock(root.dataset.zone) !== clock());
}

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

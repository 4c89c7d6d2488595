/** On a phone the rail beside a draft is a bar at the foot of the screen. It opens upwards, and Escape closes it. */

const rail = document.querySelector("[data-rail]");
const toggle = rail?.querySelector("button[data-rail-toggle]");

toggle?.addEventListener("click", () => open(!rail.classList.contains("is-open")));

rail?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !rail.classList.contains("is-open")) return;
  open(false);
  toggle.focus();
});

// What a line of the rail leads to stands under it.
rail?.addEventListener("click", ({ target }) => target.closest("a[href^='#']") && open(false));

document.addEventListener("earlier-work:shown", ({ detail: { summary } }) => {
  const found = rail?.querySelector("[data-rail-found]");
  if (found) found.textContent = summary;
});

/** @param {boolean} isOpen */
function open(isOpen) {
  rail.classList.toggle("is-open", isOpen);
  toggle.setAttribute("aria-expanded", String(isOpen));
}

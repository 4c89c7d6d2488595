/**
 * The rail beside a draft. Its column is as high as what is seen of the form, between the head of the page and its foot.
 *
 * On a phone it is a bar at the foot of the screen, which opens upwards and which Escape closes.
 */

const rail = document.querySelector("[data-rail]");
const toggle = rail?.querySelector("button[data-rail-toggle]");

if (rail) {
  for (const name of ["scroll", "resize"]) addEventListener(name, fit, { passive: true });
  new ResizeObserver(fit).observe(rail.closest("form"));
}

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

function fit() {
  const { top, bottom } = rail.closest("form").getBoundingClientRect();
  // The column itself makes a short form as high as it is: only a longer one says where it ends.
  const end = bottom - top > innerHeight ? Math.min(bottom, innerHeight) : innerHeight;
  /** @type {HTMLElement} */ (rail.parentElement).style.setProperty("--room", `${end - Math.max(0, top)}px`);
}

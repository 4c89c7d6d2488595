/**
 * The rail beside a draft. Its column is as high as what is seen of the text, between the head of the page and its foot.
 *
 * On a phone it is a bar at the foot of the screen, which opens upwards and which Escape closes.
 */

const rail = document.querySelector("[data-rail]");
const toggle = rail?.querySelector("button[data-rail-toggle]");

if (rail) {
  for (const name of ["scroll", "resize"]) addEventListener(name, fit, { passive: true });
  const sizes = new ResizeObserver(fit);
  for (const each of [rail.closest("form"), paper()]) sizes.observe(each);
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

/** The text beside the rail: unlike the form around both, it does not grow with the rail. */
function paper() {
  return rail.closest("form").querySelector(".drafting__paper");
}

/** The form is at least as high as the window shows of it, however short its text is, and the column ends with the form. */
function fit() {
  const { top, height } = paper().getBoundingClientRect();
  const side = /** @type {HTMLElement} */ (rail.parentElement);
  const start = Math.max(Number.parseFloat(getComputedStyle(side).insetBlockStart) || 0, top);
  const least = Math.max(height, innerHeight - (top + scrollY));
  rail.closest("form").style.setProperty("--least", `${least}px`);
  side.style.setProperty("--room", `${Math.min(innerHeight, top + least) - start}px`);
}

/** Parts of the form of an initiative that only some kinds have: shown for those, and wherever something stands in them. */

const kind = /** @type {HTMLSelectElement | null} */ (document.querySelector("form [name='kind']"));

if (kind) {
  kind.addEventListener("change", show);
  document.addEventListener("form:filled", show);
  show();
}

function show() {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-kinds]"))) {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind.value) && !hasWords(part);
  }
}

/** @param {HTMLElement} part */
function hasWords(part) {
  return [.../** @type {NodeListOf<Field>} */ (part.querySelectorAll("input, select, textarea"))].some((field) => field.value.trim());
}

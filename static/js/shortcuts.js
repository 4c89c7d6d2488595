/**
 * Keys for what stands on the page: `data-key` names the key of a button, which is pressed, or of a field, which gets the
 * focus. Of several with the same key the one that can be seen counts. ? lists them; while somebody types, keys are letters.
 */

const dialog = document.getElementById("keys-dialog");
const CHOICES = "[type='radio'], [type='checkbox'], [type='button'], [type='submit']";

/** @param {HTMLElement} element */
const isField = (element) =>
  element.isContentEditable || element.matches(`input:not(${CHOICES}), textarea, select`);

/** @param {string} key */
const bearer = (key) =>
  [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && each.checkVisibility());

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && isField(target)) return target.blur();
  if (isField(target)) return;
  if (event.key === "?") {
    event.preventDefault();
    return list();
  }
  const element = bearer(event.key);
  if (!element || event.repeat) return;
  event.preventDefault();
  if (isField(element)) {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  } else {
    element.click();
  }
});

/** Those that this page has, whether or not they can be used at this moment. */
function list() {
  const place = dialog?.querySelector("[data-keys-list]");
  if (!place) return;
  const seen = new Map();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (Number(element.dataset.key)) continue; // lines of a list, which the page tells of itself
    const does = element.dataset.does ?? words(element);
    const before = seen.get(element.dataset.key);
    seen.set(element.dataset.key, before && before !== does ? `${before} / ${does}` : does);
  }
  place.replaceChildren(
    ...[...seen].map(([key, does]) => {
      const [row, term, sign, meaning] = ["div", "dt", "kbd", "dd"].map((tag) => document.createElement(tag));
      sign.textContent = key;
      term.append(sign);
      meaning.textContent = does;
      row.append(term, meaning);
      return row;
    }),
  );
  dialog.showModal();
}

/** What stands on a button, without its key. @param {HTMLElement} element */
function words(element) {
  const copy = element.cloneNode(true);
  copy.querySelector("kbd")?.remove();
  return copy.textContent.trim();
}

document.addEventListener("click", (event) => {
  if (/** @type {HTMLElement} */ (event.target).closest("[data-keys]")) list();
});

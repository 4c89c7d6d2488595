/** Fetches what shows suggestions once a field has the focus: it is of no use without a connection, nor before that. */

const WANTED = ["focus", "input"];

/**
 * As `combobox`, which has the words for its options.
 *
 * @template Suggestion
 * @param {TextField} field
 * @param {Parameters<typeof import("./combobox.js").combobox<Suggestion>>[1]} options
 */
export function suggestOnceNeeded(field, options) {
  let isComing = false;
  let isTyped = false;

  if (!options.word) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
  }
  for (const name of WANTED) field.addEventListener(name, want);
  if (document.activeElement === field) fetchIt();

  /** @param {Event} event */
  function want({ type }) {
    isTyped ||= type === "input";
    fetchIt();
  }

  async function fetchIt() {
    if (isComing || !navigator.onLine) return;
    isComing = true;
    try {
      const { combobox } = await import("./combobox.js");
      for (const name of WANTED) field.removeEventListener(name, want);
      const suggest = combobox(field, options);
      if (isTyped) suggest();
    } catch {
      isComing = false; // cut off: the next letter asks again
    }
  }
}

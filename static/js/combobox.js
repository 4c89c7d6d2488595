/**
 * Suggestions while somebody types: a combobox as the ARIA practices describe it. The caret stays in the field. The arrow
 * keys go through the suggestions, Enter takes one, Escape closes them; a finger or the mouse picks one.
 */

const WAIT = 150;

/**
 * Suggestions are for the whole field, and each is a link; Enter sends what was typed until the reader has gone to a
 * suggestion. With `take` they are no links: the chosen one is handed over. With `word` they are for the word at the caret, which the chosen one replaces; the first is active at once.
 *
 * @template Suggestion
 * @param {TextField} field
 * @param {object} options
 * @param {string} options.name the start of the ids of what is shown
 * @param {(typed: string) => Promise<Suggestion[]>} options.ask
 * @param {(suggestion: Suggestion) => HTMLElement} options.optionFor
 * @param {(count: number) => string} options.wordsFor what a screen reader is told once they are shown
 * @param {() => Element | null} options.status where it is told
 * @param {string} [options.label]
 * @param {string} [options.kind] a class of the list
 * @param {{pattern: RegExp, replacement: (suggestion: Suggestion) => string}} [options.word] the first group is the word
 * @param {(suggestion: Suggestion) => void} [options.take]
 */
export function combobox(field, { name, ask, optionFor, wordsFor, status, label, kind, word, take }) {
  const first = word ? 0 : -1;
  /** @type {HTMLElement | null} */
  let list = null;
  let active = first;
  /** @type {number} */
  let timer;
  let message = "";

  if (!word) field.setAttribute("role", "combobox");
  describe();

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (typed() === null) close();
    else timer = setTimeout(suggest, WAIT);
  });
  field.addEventListener("focusout", ({ relatedTarget }) => list?.contains(relatedTarget) || close());
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!list) {
      if (event.key === "ArrowDown" && !word) suggest();
      return;
    }
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active - 1);
    else if (event.key === "Escape") close();
    else if (active >= 0 && (event.key === "Enter" || (event.key === "Tab" && word))) optionAt(active).click();
    else return;
    event.preventDefault(); // Escape would empty the field, the arrows would move the caret
    event.stopPropagation();
  });

  /** What suggestions are for; null where there is no word of that kind at the caret. */
  function typed() {
    if (!word) return field.value.trim();
    return word.pattern.exec(field.value.slice(0, field.selectionEnd))?.[1] ?? null;
  }

  return suggest;

  async function suggest() {
    const before = typed();
    const suggestions = before === null ? [] : await ask(before);
    if (typed() !== before || document.activeElement !== field) return; // typed on meanwhile
    if (suggestions.length) show(suggestions);
    else close();
  }

  /** @param {Suggestion[]} suggestions */
  function show(suggestions) {
    if (!list) {
      list = document.createElement("div");
      list.className = ["suggestions", kind].filter(Boolean).join(" ");
      list.id = `${name}-suggestions`;
      list.setAttribute("role", "listbox");
      field.after(list);
    }
    message = wordsFor(suggestions.length);
    list.setAttribute("aria-label", label ?? message);
    list.replaceChildren(...suggestions.map(completed));
    const { top, bottom } = field.getBoundingClientRect();
    const isAbove = word && bottom + list.offsetHeight > innerHeight && top > list.offsetHeight;
    list.classList.toggle("suggestions--above", Boolean(isAbove));
    activate(first);
    const place = status();
    if (place) place.textContent = message;
  }

  /** @type {(suggestion: Suggestion, index: number) => HTMLElement} */
  function completed(suggestion, index) {
    const option = optionFor(suggestion);
    option.classList.add("suggestions__item");
    option.id = `${name}-suggestion-${index}`;
    option.setAttribute("role", "option");
    option.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the caret
    if (word) option.addEventListener("click", () => replaceWord(word.replacement(suggestion)));
    if (take) option.addEventListener("click", () => takeWhole(suggestion));
    return option;
  }

  /** @param {number} index */
  function optionAt(index) {
    return /** @type {HTMLElement} */ (list.children[index]);
  }

  /** The first follows the last; for a whole field, what was typed stands between them. @param {number} index */
  function activate(index) {
    const count = list.children.length;
    active = index < first ? count - 1 : index >= count ? first : index;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active >= 0) optionAt(active).scrollIntoView({ block: "nearest" });
    describe();
  }

  /** @param {string} text */
  function replaceWord(text) {
    const start = field.selectionEnd - typed().length;
    close();
    // A blank that follows already is taken for the one after the word.
    const end = field.selectionEnd + (field.value[field.selectionEnd] === " " ? 1 : 0);
    field.setRangeText(`${text} `, start, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Suggestion} suggestion */
  function takeWhole(suggestion) {
    close();
    take(suggestion);
    field.focus();
  }

  function close() {
    clearTimeout(timer);
    if (!list) return;
    list.remove();
    list = null;
    active = first;
    describe();
    const place = status();
    if (place?.textContent === message) place.textContent = "";
  }

  /** Tell assistive technology what stands beside the field; only a field of one line is a combobox by role. */
  function describe() {
    const attributes = {
      "aria-autocomplete": list || !word ? "list" : null,
      "aria-expanded": word ? null : String(list !== null),
      "aria-controls": list?.id,
      "aria-activedescendant": list && active >= 0 ? optionAt(active).id : null,
    };
    for (const [attribute, value] of Object.entries(attributes)) {
      if (value) field.setAttribute(attribute, value);
      else field.removeAttribute(attribute);
    }
  }
}

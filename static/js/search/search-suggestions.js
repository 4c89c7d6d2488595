/**
 * What the reader may mean while they type in a search box: a combobox as the ARIA practices describe it.
 * The words and the caret stay theirs; Enter sends what they typed unless they have gone to one of the suggestions.
 */

import { get } from "../http.js";

const WAIT = 180;
const LEAST = 2;
const known = new Map(); // words → suggestions, so that going back a letter asks nobody

for (const input of document.querySelectorAll("input[data-suggestions]")) offer(input);

function offer(input) {
  const list = document.createElement("div");
  list.className = "suggestions suggestions--box";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  list.hidden = true;
  const heard = document.createElement("span");
  heard.className = "visually-hidden";
  heard.setAttribute("role", "status");
  input.after(list, heard);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) {
    input.setAttribute(name, value);
  }
  let asked;
  let active = -1;

  input.addEventListener("input", () => {
    clearTimeout(asked);
    asked = setTimeout(ask, WAIT);
  });
  input.addEventListener("focusout", ({ relatedTarget }) => list.contains(relatedTarget) || close());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" && list.hidden) return ask();
    const act = !list.hidden && {
      ArrowDown: () => activate(active + 1),
      ArrowUp: () => activate(active - 1),
      Enter: active >= 0 && (() => list.children[active].click()),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault(); // Escape would empty the box, the arrows would move the caret
    act();
  });

  async function ask() {
    const typed = input.value.trim();
    if (typed.length < LEAST) return close();
    const found = await suggestions(input.dataset.suggestions, typed);
    if (input.value.trim() !== typed || document.activeElement !== input) return; // typed on meanwhile
    if (found.length === 0) return close();
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    active = -1;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
    heard.textContent = input.dataset.found.replace("{count}", found.length);
  }

  function option({ kind, title, detail, url }, index) {
    const link = document.createElement("a");
    link.className = "suggestions__item";
    link.id = `${list.id}-${index}`;
    link.href = url;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
    link.append(part("suggestions__title", title), part("suggestions__kind", [kind, detail].filter(Boolean).join(" · ")));
    link.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the caret
    return link;
  }

  /** Past the last one stands what was typed, and past that the first one again. */
  function activate(index) {
    const count = list.children.length;
    active = index < -1 ? count - 1 : index >= count ? -1 : index;
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(asked);
    list.hidden = true;
    active = -1;
    heard.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}

function part(name, text) {
  const element = document.createElement("bdi");
  element.className = name;
  element.textContent = text;
  return element;
}

async function suggestions(address, typed) {
  if (!known.has(typed)) {
    const answer = await get(`${address}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok) return [];
    known.set(typed, (await answer.json()).suggestions);
  }
  return known.get(typed);
}

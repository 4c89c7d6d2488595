/** Completing names after an @: by keys, by finger, and told to those who hear the page. */

import { get } from "../http.js";
import { threadOf } from "./lookup.js";
import { say } from "../words.js";

const NAME = /(?:^|[^\p{L}\p{N}@_.])@([\p{L}\p{M}][\p{L}\p{M}\p{N}.'’ -]{0,40})$/u;
const WAIT = 120;
let open = null; // { text, list, from, found, active }
let due;

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea[name='body']")) return;
  clearTimeout(due);
  const typed = NAME.exec(target.value.slice(0, target.selectionEnd));
  if (typed) due = setTimeout(() => suggest(target, typed[1]), WAIT);
  else close();
});

async function suggest(text, letters) {
  const asked = new URLSearchParams({ q: letters, audience: readersOf(text.form) });
  const answer = await get(`/people/suggest?${asked}`).catch(() => null);
  const caret = text.selectionEnd;
  if (!answer?.ok || document.activeElement !== text) return close();
  if (NAME.exec(text.value.slice(0, caret))?.[1] !== letters) return; // typed on meanwhile
  const { suggestions } = await answer.json();
  if (suggestions.length === 0) return close();
  show(text, caret - letters.length - 1, suggestions);
}

/** Who will read it, and so can be called. */
const readersOf = (form) => form.dataset.audience ?? new FormData(form).get("audience") ?? "";

function show(text, from, found) {
  close();
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "mention-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", say("choose", { count: found.length }));
  found.forEach((one, index) => list.append(option(one, index)));
  text.after(list);
  const { top, bottom } = text.getBoundingClientRect();
  list.classList.toggle("suggestions--above", bottom + list.offsetHeight > innerHeight && top > list.offsetHeight);
  text.setAttribute("aria-autocomplete", "list");
  text.setAttribute("aria-controls", list.id);
  open = { text, list, from, found, active: 0 };
  activate(0);
  announce(text, say("choose", { count: found.length }));
}

function option({ name, detail }, index) {
  const item = document.createElement("li");
  item.className = "suggestions__item";
  item.id = `mention-suggestion-${index}`;
  item.setAttribute("role", "option");
  const strong = document.createElement("bdi");
  strong.textContent = name;
  const small = document.createElement("span");
  small.className = "small soft";
  small.textContent = detail;
  item.append(strong, " ", small);
  item.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the caret
  item.addEventListener("click", () => choose(index));
  return item;
}

function activate(index) {
  open.active = (index + open.found.length) % open.found.length;
  [...open.list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === open.active)));
  open.text.setAttribute("aria-activedescendant", `mention-suggestion-${open.active}`);
  open.list.children[open.active].scrollIntoView({ block: "nearest" });
}

function choose(index) {
  const { text, from, found } = open;
  const { kind, id, name, unique } = found[index];
  close();
  // A blank that follows already is taken for the one after the name.
  const end = text.selectionEnd + (text.value[text.selectionEnd] === " " ? 1 : 0);
  text.setRangeText(unique ? `@${name} ` : `@[${name}](${kind}:${id}) `, from, end, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  if (!open) return;
  open.list.remove();
  for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) open.text.removeAttribute(name);
  open = null;
}

function announce(text, words) {
  const heard = threadOf(text)?.querySelector("[data-heard]");
  if (heard) heard.textContent = words;
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!open || event.target !== open.text || event.ctrlKey || event.metaKey || event.isComposing) return;
    const act = {
      ArrowDown: () => activate(open.active + 1),
      ArrowUp: () => activate(open.active - 1),
      Enter: () => choose(open.active),
      Tab: () => choose(open.active),
      Escape: close,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  },
  { capture: true },
);
document.addEventListener("focusout", ({ target }) => {
  if (open?.text === target) close();
});

/**
 * What was typed and is not sent yet, a whole form at a time: kept in this browser for its writer alone.
 * A form is kept with everything that it holds, so that words never come back without those whom they were meant for.
 */

import { me } from "../http.js";

const HOME = `wgcop.kept.${me}.`;
const NEVER = ["csrf_token", "key", "kept", "wording", "speaking_as"]; // the last two are told by the page of now
const NEITHER = ["file", "password", "submit", "button", "reset", "image", "fieldset", "output"];

const isKept = ({ name, type }) => name && !NEVER.includes(name) && !NEITHER.includes(type);

/** Every field by its name with a list of its values; what is not chosen has none. */
export function fieldsOf(form) {
  const typed = new FormData(form);
  const fields = {};
  for (const element of form.elements) if (isKept(element)) fields[element.name] = typed.getAll(element.name);
  return fields;
}

/** Put back what was kept; gives the names of the fields in which something of it is no longer to be had. */
export function fill(form, fields) {
  const missing = [];
  for (const [name, values] of Object.entries(fields)) {
    const elements = [...form.elements].filter((one) => one.name === name && isKept(one));
    if (put(elements, [values].flat()).length) missing.push(name);
  }
  return missing;
}

function put(elements, values) {
  const left = [...values];
  const take = (value) => left.includes(value) && Boolean(left.splice(left.indexOf(value), 1));
  for (const element of elements) {
    if (element.type === "radio" || element.type === "checkbox") element.checked = take(element.value);
    else if (element.options) choose(element, take);
    else element.value = left.shift() ?? "";
  }
  return left.filter(Boolean);
}

/** Nothing rather than the first of its options, where what was chosen is gone. */
function choose(select, take) {
  const chosen = [...select.options].filter(({ value }) => take(value));
  if (!select.multiple) return (select.selectedIndex = chosen[0]?.index ?? -1);
  for (const option of select.options) option.selected = chosen.includes(option);
}

export const read = (name) => JSON.parse(localStorage.getItem(HOME + name) ?? "null");
export const forget = (name) => localStorage.removeItem(HOME + name);

/** False where the browser has no room. */
export function write(name, entry) {
  try {
    localStorage.setItem(HOME + name, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

/** The names of everything that is kept here for this person. */
export const names = () =>
  Object.keys(localStorage)
    .filter((one) => one.startsWith(HOME))
    .map((one) => one.slice(HOME.length));

/** Nobody guesses it, nobody else makes it; `randomUUID` is not there for a page that came without encryption. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

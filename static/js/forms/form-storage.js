/**
 * Forms that are not sent yet, stored in this browser for their writer alone. A form is stored with everything that it
 * holds, so that words never come back without those whom they were meant for.
 */

import { me } from "../http.js";
import { caughtUp, put as store } from "../lasting.js";

/** Once what a killed browser left is here again. */
export const ready = caughtUp;

const START = `wgcop.kept.${me}.`;
const NEVER = ["csrf_token", "key", "kept", "wording", "speaking_as"]; // the last two are as the page has them now
const NO_INPUT = ["file", "password", "submit", "button", "reset", "image", "fieldset", "output"];

/** @param {Field} field */
const isStored = ({ name, type, disabled }) => name && !disabled && !NEVER.includes(name) && !NO_INPUT.includes(type);

/** @param {HTMLFormElement} form */
const storedFieldsIn = (form) => /** @type {Field[]} */ ([...form.elements]).filter(isStored);

/**
 * Every field by its name with a list of its values, as they stand there or in the data of that moment; what is not chosen has
 * none.
 *
 * @type {(form: HTMLFormElement, data?: FormData) => Record<string, string[]>}
 */
export function fieldsOf(form, data = new FormData(form)) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  for (const { name } of storedFieldsIn(form)) fields[name] = data.getAll(name).map(String);
  return fields;
}

/**
 * Whether they hold the same of what a person fills in. A page fills hidden fields itself, with other values each time.
 *
 * @type {(form: HTMLFormElement, one: Fields, other: Fields) => boolean}
 */
export function isFilledInAlike(form, one, other) {
  const hidden = storedFieldsIn(form).flatMap(({ name, type }) => (type === "hidden" ? [name] : []));
  /** @param {Fields} fields */
  const seen = (fields) => JSON.stringify(Object.entries(fields).filter(([name]) => !hidden.includes(name)));
  return seen(one) === seen(other);
}

/**
 * Put stored values back, and give the names of the fields in which one of them can no longer be chosen.
 *
 * @type {(form: HTMLFormElement, fields: Fields) => string[]}
 */
export function fill(form, fields) {
  const missing = [];
  for (const [name, values] of Object.entries(fields)) {
    const sameName = storedFieldsIn(form).filter((field) => field.name === name);
    if (put(sameName, [values].flat()).length) missing.push(name);
  }
  return missing;
}

/** Gives the values that found no place. @type {(fields: Field[], values: string[]) => string[]} */
function put(fields, values) {
  const left = [...values];
  /** @param {string} value */
  const take = (value) => left.includes(value) && Boolean(left.splice(left.indexOf(value), 1));
  for (const field of fields) {
    if (field instanceof HTMLSelectElement) choose(field, take);
    else if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) field.checked = take(field.value);
    else field.value = left.shift() ?? "";
  }
  return left.filter(Boolean);
}

/** Nothing rather than the first option, where the chosen one is gone. @type {(select: HTMLSelectElement, take: (value: string) => boolean) => void} */
function choose(select, take) {
  const chosen = [...select.options].filter(({ value }) => take(value));
  if (select.multiple) for (const option of select.options) option.selected = chosen.includes(option);
  else select.selectedIndex = chosen[0]?.index ?? -1;
}

/** @param {string} name */
export const read = (name) => JSON.parse(localStorage.getItem(START + name) ?? "null");

/** @param {string} name */
export const forget = (name) => store(START + name, null);

/** @type {(name: string, entry: object) => void} */
export function write(name, entry) {
  try {
    store(START + name, JSON.stringify(entry));
  } catch {
    // The browser has no room: the form goes on without a copy.
  }
}

/** The names of everything that is stored here for this person. */
export const names = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(START))
    .map((key) => key.slice(START.length));

/** Nobody guesses it, nobody else makes it; `randomUUID` is not there for a page that came without encryption. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * What a form of the room is about stays with it from its first letter. Its hidden fields, and the minutes of each intervention,
 * follow what the page shows until somebody fills something in. Once the meeting has gone on to another item, the writer chooses
 * for which of the two it is.
 */

import { newKey } from "../forms/form-storage.js";
import { isWrittenIn } from "../forms/written.js";

const page = document.querySelector("[data-room]");

/** Whether somebody has filled something in, here or before the server sent it back. @param {HTMLFormElement} form */
const isBegun = (form) => "begun" in form.dataset || isWrittenIn(form);

/** What the page shows now, by the name of the field that says it. */
function shown() {
  const { sitting = "", chair = "" } = page.querySelector("[data-sitting]")?.dataset ?? {};
  const { speaking = "0", minutesEach = "" } = document.getElementById("room-speakers")?.dataset ?? {};
  const { item = "" } = document.getElementById("room-item")?.dataset ?? {};
  return { speaking, item, sitting, chair, minutes_each: minutesEach };
}

/** Sent twice, or about what has moved on, an act is known by these. */
export function fillInShown() {
  for (const form of page.querySelectorAll("form")) if (!isBegun(form)) fillIn(form);
  for (const place of page.querySelectorAll("[data-moved]")) offerChoice(place);
}

/** @param {HTMLFormElement} form */
function fillIn(form) {
  for (const [name, value] of Object.entries(shown())) {
    const field = /** @type {HTMLInputElement | null} */ (form.querySelector(`input:is([type="hidden"], [type="number"])[name="${name}"]`));
    if (field) field.value = field.defaultValue = value;
  }
}

/** Sent, or refused with the reason: what comes next is about what the page shows then. @param {HTMLFormElement} form */
export function beginAnew(form) {
  delete form.dataset.begun;
  if (form.elements.once) form.elements.once.value = newKey(); // the same words again are meant
  if (!form.querySelector("[data-moved]") || !isBegun(form)) fillIn(form);
  fillInShown();
}

/** @param {HTMLElement} place */
function offerChoice(place) {
  const form = place.closest("form");
  const begun = form.querySelector('input[name="item"]').value;
  const now = shown().item;
  const hasMoved = begun !== now && begun !== "";
  place.hidden = !hasMoved;
  form.querySelector("[data-as-begun]").toggleAttribute("disabled", hasMoved);
  for (const [which, item] of [["begun", begun], ["now", now]]) {
    for (const name of place.querySelectorAll(`[data-name="${which}"]`)) name.textContent = nameOf(item);
    const button = place.querySelector(`button[data-of="${which}"]`);
    button.value = item;
    button.hidden = item === "";
  }
}

/** @param {string} item */
const nameOf = (item) => page.querySelector(`#take-up option[value="${item}"]`)?.textContent ?? "";

page.addEventListener("input", fillInShown);
page.addEventListener("change", fillInShown);
document.addEventListener("form:filled", fillInShown);

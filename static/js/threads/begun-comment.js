/**
 * A comment on a draft that is begun before its composer is there, which the server has yet to send. What is typed meanwhile
 * would replace the words that are commented on: it goes into a field where the composer will be, and from there into it.
 */

import { composerOf } from "./lookup.js";

/** @type {HTMLTextAreaElement | null} */
let field = null;

export function begin() {
  if (!field) {
    field = Object.assign(document.createElement("textarea"), { className: "textarea", rows: 3, dir: "auto" });
    field.setAttribute("aria-labelledby", "talk-title");
    document.querySelector("[data-draft-talk]").append(field);
  }
  field.focus();
}

/** The composer does not come now. A field with words stays until it does. @returns {boolean} whether there were none */
export function leave() {
  if (field?.value) return false;
  field?.remove();
  field = null;
  return true;
}

/** By whatever the talk is opened. @param {Announced["thread:opened"]} detail */
export function takeBegun({ thread }) {
  if (!field || !thread.closest("[data-draft-talk]")) return;
  const { body } = composerOf(thread).elements;
  body.value = [body.value, field.value].filter(Boolean).join("\n");
  field = null;
  body.dispatchEvent(new Event("input", { bubbles: true })); // so that it is stored
}

/**
 * What a draft still needs, beside the form: the list follows what is typed, without asking the server.
 *
 * The server wrote a line for each field that is required or recommended; here they are shown and hidden.
 */

import { say } from "../words.js";

const rail = document.querySelector("[data-rail]");
const form = document.querySelector("form[data-drafting]");
const count = document.querySelector("[data-needs-count]");
const otherwise = count?.textContent; // what the bar says while nothing is required

if (rail && form) {
  for (const name of /** @type {const} */ (["input", "change"])) form.addEventListener(name, () => show());
  document.addEventListener("form:filled", ({ detail }) => detail.form === form && show());
  rail.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-need] a[href]");
    if (link) goTo(link.hash.slice(1));
  });
  show();
}

function show() {
  const isForAction = form.querySelector("input[name='purpose']:checked")?.value !== "information";
  for (const part of form.querySelectorAll("div[data-for-action]")) part.hidden = !isForAction && !hasWords(part.dataset.forAction);
  /** @type {HTMLElement[]} */
  let required = [];
  for (const group of rail.querySelectorAll("[data-needs-some]")) {
    /** @type {HTMLElement[]} */
    const lacking = [];
    for (const line of group.querySelectorAll("[data-need]")) {
      line.hidden = hasWords(line.dataset.need) || ("forAction" in line.dataset && !isForAction);
      if (!line.hidden) lacking.push(line);
    }
    group.hidden = lacking.length === 0;
    if (group.dataset.needsSome === "required") required = lacking;
  }
  rail.querySelector("[data-needs-none]").hidden = required.length > 0;
  const words = required.length ? say("still-required", { count: required.length }) : otherwise;
  if (count && count.textContent !== words) count.textContent = words;
}

/** @param {string} name */
function hasWords(name) {
  if (name === "source") return Boolean(form.elements.capacity?.value);
  const fields = /** @type {Field[]} */ ([...form.elements]).filter((field) => field.name === name);
  return fields.some((field) => {
    if (!(field instanceof HTMLInputElement) || !["checkbox", "radio"].includes(field.type)) return field.value.trim() !== "";
    return field.checked && !field.closest("[data-meeting]")?.hidden;
  });
}

/** The field may be on the folded cover. @param {string} id */
function goTo(id) {
  const field = document.getElementById(id);
  for (let fold = field?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field?.focus();
}

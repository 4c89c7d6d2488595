/** What helps while a comment is written: its type by a digit, a preview, and a form of one line until it is used. */

import { elements, post } from "../http.js";
import { say } from "../words.js";

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-composer]");
  const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]);
  if (!form || !digit || !event.altKey || event.ctrlKey || event.metaKey) return;
  const { type } = form.elements;
  if (!type?.options?.[digit - 1]) return;
  event.preventDefault();
  type.selectedIndex = digit - 1;
  type.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do='preview'], [data-do='write']");
  if (!button) return;
  if (button.dataset.do === "preview") showPreview(button.form);
  else showText(button.form).focus();
});

/** @param {HTMLFormElement} form */
async function showPreview(form) {
  const place = form.querySelector("[data-preview]");
  press(form, "preview");
  form.elements.body.hidden = true;
  place.hidden = false;
  try {
    const answer = await post("/comments/preview", new FormData(form));
    if (!answer.ok) throw new Error(answer.statusText);
    place.replaceChildren(...elements(await answer.text()));
  } catch {
    place.textContent = say("not-sent");
  }
}

/** @param {HTMLFormElement} form */
function showText(form) {
  press(form, "write");
  form.querySelector("[data-preview]").hidden = true;
  form.elements.body.hidden = false;
  return form.elements.body;
}

/** @param {Announced["composer:opened"]} detail */
export const leavePreview = ({ form }) => showText(form);

/** @type {(form: HTMLFormElement, name: string) => void} */
function press(form, name) {
  for (const button of form.querySelectorAll("[data-do='preview'], [data-do='write']")) {
    button.setAttribute("aria-pressed", String(button.dataset.do === name));
  }
}

/* Where there is little room a composer is one line until somebody begins with it. */
document.addEventListener("focusin", ({ target }) => {
  target.closest?.("form[data-composer]")?.classList.add("is-begun");
});

/** What helps while a comment is written: its kind by a digit, its looks before it is said. */

import { elements, post } from "./http.js";
import { say } from "./words.js";

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-composer]");
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (!form || !digit || !event.altKey || event.ctrlKey || event.metaKey) return;
  const kind = form.querySelectorAll('input[name="type"]')[digit - 1];
  if (!kind) return;
  event.preventDefault();
  kind.checked = true;
  kind.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do='preview'], [data-do='write']");
  if (!button) return;
  if (button.dataset.do === "preview") preview(button.form);
  else write(button.form).focus();
});

async function preview(form) {
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

function write(form) {
  press(form, "write");
  form.querySelector("[data-preview]").hidden = true;
  form.elements.body.hidden = false;
  return form.elements.body;
}

function press(form, name) {
  for (const one of form.querySelectorAll("[data-do='preview'], [data-do='write']")) {
    one.setAttribute("aria-pressed", String(one.dataset.do === name));
  }
}

function afresh(form) {
  write(form);
  form.elements.language.value = "";
}

for (const name of ["composer:opened", "composer:sent"]) {
  document.addEventListener(name, ({ detail }) => afresh(detail.form));
}
document.addEventListener("composer:filled", ({ detail: { form, fields } }) => {
  afresh(form);
  form.elements.language.value = fields.language ?? "";
});

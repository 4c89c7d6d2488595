/** What helps while a comment is written: its kind by a digit, its looks before it is said. */

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

for (const name of ["composer:opened", "composer:sent", "composer:filled"]) {
  document.addEventListener(name, ({ detail }) => write(detail.form));
}

/* Where there is little room a composer is one line until somebody begins with it. */
document.addEventListener("focusin", ({ target }) => {
  target.closest?.("form[data-composer]")?.classList.add("is-begun");
});

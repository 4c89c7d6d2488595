/** A form whose answer takes long says so as soon as it is sent, and is sent once. */

/** @type {(form: EventTarget | null) => HTMLElement | null} */
const lineIn = (form) => (form instanceof HTMLFormElement ? form.querySelector("[data-while-sent]") : null);

document.addEventListener("submit", (event) => {
  const line = lineIn(event.target);
  if (!line) return;
  if (line.textContent) event.preventDefault();
  line.textContent = line.dataset.whileSent ?? "";
  event.submitter?.classList.add("is-busy");
});

// Whoever goes back finds the form as it was.
addEventListener("pageshow", () => {
  for (const form of document.forms) lineIn(form)?.replaceChildren();
  for (const button of document.querySelectorAll(".button.is-busy")) button.classList.remove("is-busy");
});

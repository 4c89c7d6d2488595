/** Signing out asks what becomes of words that are stored in this browser: not sent, begun, or not saved. */

import "./forms/form-drafts.js";
import { forget, names, read } from "./forms/form-storage.js";
import { store, unsent } from "./threads/unsent-storage.js";

const dialog = document.getElementById("sign-out-dialog");

/** @type {HTMLFormElement} the form that signs out */
let leaving;

/** How many comments were begun in one place to write in. @param {string} name */
const begunIn = (name) => (name.startsWith("comment.") ? 1 + (read(name).aside ?? []).length : 0);

function counts() {
  const stored = names();
  const drafts = stored.reduce((sum, name) => sum + begunIn(name), 0);
  /** @param {string} start */
  const count = (start) => stored.filter((name) => name.startsWith(start)).length;
  return { waiting: unsent().length, drafts, forms: count("form."), texts: count("text.") };
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sign-out]")) return;
  const stored = counts();
  if (!Object.values(stored).some(Boolean)) return;
  event.preventDefault();
  leaving = event.target;
  for (const [what, count] of Object.entries(stored)) {
    const line = dialog.querySelector(`[data-kept-of="${what}"]`);
    line.hidden = count === 0;
    line.querySelector("[data-count]").textContent = String(count);
  }
  for (const title of dialog.querySelectorAll("[data-title]")) {
    title.hidden = (title.dataset.title === "waiting") !== stored.waiting > 0;
  }
  dialog.returnValue = "";
  dialog.showModal();
});

dialog?.addEventListener("close", () => {
  const { returnValue: choice } = dialog;
  if (choice === "discard") {
    store([]);
    names().forEach(forget);
  }
  if (choice === "discard" || choice === "keep") leaving.submit();
});

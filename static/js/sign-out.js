/** Signing out asks what becomes of words that are kept in this browser: waiting to be sent, begun, or not saved. */

import "./forms/form-drafts.js";
import { forget, names, read } from "./forms/form-storage.js";
import { keep, waiting } from "./threads/unsent-storage.js";

const dialog = document.getElementById("sign-out-dialog");
let leaving; // the form that signs out

const begun = (name) => (name.startsWith("comment.") ? 1 + (read(name).aside ?? []).length : 0);

function counted() {
  const kept = names();
  const drafts = kept.reduce((sum, name) => sum + begun(name), 0);
  return { waiting: waiting().length, drafts, forms: kept.filter((name) => name.startsWith("form.")).length };
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sign-out]")) return;
  const counts = counted();
  if (!Object.values(counts).some(Boolean)) return;
  event.preventDefault();
  leaving = event.target;
  for (const [what, count] of Object.entries(counts)) {
    const line = dialog.querySelector(`[data-kept-of="${what}"]`);
    line.hidden = count === 0;
    line.querySelector("[data-count]").textContent = count;
  }
  for (const title of dialog.querySelectorAll("[data-title]")) {
    title.hidden = (title.dataset.title === "waiting") !== counts.waiting > 0;
  }
  dialog.returnValue = "";
  dialog.showModal();
});

dialog?.addEventListener("close", () => {
  const { returnValue: choice } = dialog;
  if (choice === "discard") {
    keep([]);
    names().forEach(forget);
  }
  if (choice === "discard" || choice === "keep") leaving.submit();
});

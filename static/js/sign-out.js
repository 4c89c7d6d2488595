/** Signing out asks what becomes of comments that still wait in this browser. */

import { keep, waiting } from "./shelf.js";

const dialog = document.getElementById("sign-out-dialog");
let leaving; // the form that signs out

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sign-out]") || waiting().length === 0) return;
  event.preventDefault();
  leaving = event.target;
  dialog.returnValue = "";
  dialog.showModal();
});

dialog?.addEventListener("close", () => {
  const { returnValue: choice } = dialog;
  if (choice === "discard") keep([]);
  if (choice === "discard" || choice === "keep") leaving.submit();
});

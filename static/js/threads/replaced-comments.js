/** A comment that changes while somebody is at it: what they edit, where they are, and that it is new to them, stay. */

import { stay } from "./lookup.js";

document.addEventListener("live:replaced", ({ detail: { before, now, hadFocus } }) => {
  if (!now.matches(".comment")) return;
  now.classList.toggle("is-new", before.classList.contains("is-new"));
  const editing = before.querySelector(":scope > form[data-in-place]");
  if (editing && !("retracted" in now.dataset)) now.querySelector(":scope > [data-body]").after(editing);
  if (!hadFocus) return;
  if (editing?.isConnected) editing.elements.body.focus();
  else stay(now);
});

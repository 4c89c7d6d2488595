/**
 * A deputy has the controls of the chair as long as they have taken it: in the room, on the agenda and on its items. When that
 * begins or ends, their page comes anew; one on which they are writing keeps the words, without the controls, until they take
 * the chair again.
 */

import { isWrittenIn } from "../forms/written.js";
import { me } from "../http.js";

/** It names the part of the page that says who is in the chair. */
const page = document.querySelector("[data-by-chair]");
const lost = page?.querySelector("[data-chair-lost]");
const led = page?.dataset.may.split(" ").some((right) => ["lead", "edit-agenda"].includes(right));

function look() {
  const notices = document.getElementById(page.dataset.byChair);
  if (!notices) return; // the meeting is not on
  const leads = notices.dataset.chair === me;
  if (leads !== led && !holdsWords()) return comeAnew();
  page.classList.toggle("is-not-in-chair", led && !leads);
  if (lost) lost.hidden = leads;
  for (const form of page.querySelectorAll("form")) form.classList.toggle("is-written", isWrittenIn(form));
}

/** Also such as the server has sent back. */
const holdsWords = () => isWrittenIn(page) || page.querySelector("[data-begun], #kept-words") !== null;

/** The room may have been the answer to an act, which must not be sent twice. */
function comeAnew() {
  if ("address" in page.dataset) location.replace(page.dataset.address);
  else location.reload();
}

if (page) {
  for (const name of /** @type {const} */ (["live:applied", "room:refreshed", "form:saved"])) document.addEventListener(name, look);
}

/**
 * A deputy has the controls of the chair as long as they have taken it. When that begins or ends, their page comes anew; one on
 * which they are writing keeps the words, without the controls, until they take the chair again.
 */

import { isWrittenIn } from "../forms/written.js";
import { me } from "../http.js";

const page = document.querySelector("[data-room]");
const lost = page.querySelector("[data-chair-lost]");
const led = page.dataset.may === "lead";

function look() {
  const leads = page.querySelector("[data-sitting]")?.dataset.chair === me;
  if (leads !== led && !isWrittenIn(page)) return location.replace(page.dataset.address);
  page.classList.toggle("is-not-in-chair", led && !leads);
  if (lost) lost.hidden = leads;
  for (const form of page.querySelectorAll("form")) form.classList.toggle("is-written", isWrittenIn(form));
}

if ("byChair" in page.dataset) {
  for (const name of /** @type {const} */ (["live:applied", "room:refreshed"])) document.addEventListener(name, look);
}

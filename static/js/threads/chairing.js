/** What the chair sets is sent without leaving the page; the room, this page included, hears of it by its number. */

import { announce } from "../announce.js";
import { submit } from "../http.js";
import { catchUp } from "../live.js";
import "../one-act.js";
import { threadOf } from "./lookup.js";

const OTHERS_CAME_FIRST = 409;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-lead]")) return;
  event.preventDefault();
  const problemPlace = form.closest("[data-chairing]").querySelector("[data-problem]");
  const button = event.submitter;
  problemPlace.textContent = "";
  if (form.querySelector("[aria-busy]")) seeNow(form); // the page may show what this form has sent before the answer comes
  button?.setAttribute("aria-busy", "true");
  const sent = new FormData(form);
  const takesAway = button?.getAttribute("formaction");
  try {
    const { topic } = await submit(takesAway ?? form.action, sent);
    if (takesAway) emptyField(form.elements.body, sent);
    announce("form:saved", { form, sent });
    await catchUp(topic);
    seeNow(form);
  } catch (problem) {
    if (problem.status === OTHERS_CAME_FIRST) {
      await catchUp(chairedOf(form).id.replace("chaired-", ""));
      seeNow(form);
    }
    problemPlace.textContent = problem.message;
  } finally {
    button?.removeAttribute("aria-busy");
  }
});

/** @param {HTMLFormElement} form */
const chairedOf = (form) => threadOf(form).querySelector(".chaired");

/** What others have set stands above the form by now: the next press is meant to replace it. @param {HTMLFormElement} form */
function seeNow(form) {
  if (form.dataset.sees) form.elements.seen.value = chairedOf(form).dataset[form.dataset.sees] ?? "";
}

/** As on a page that is opened now, unless somebody has written on. @type {(body: HTMLTextAreaElement | undefined, sent: FormData) => void} */
function emptyField(body, sent) {
  if (!body || body.value !== sent.get("body")) return;
  body.value = "";
  sent.set("body", "");
}

/**
 * Of two verbs, such as "Resolve" and "Reopen", the one that makes sense now is shown.
 *
 * @param {Entry} entry
 */
export function showPossibleVerbs({ target }) {
  if (!target?.startsWith("chaired-")) return;
  const place = document.getElementById(target);
  const now = place?.dataset.resolved === undefined ? "open" : "resolved";
  const forms = place && threadOf(place)?.querySelectorAll("form[data-lead][data-when]");
  for (const form of forms ?? []) form.hidden = form.dataset.when !== now;
}

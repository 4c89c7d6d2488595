/** The confirmation before a comment is released, which is sent from it. It is fetched when the first is asked for. */

import { submit } from "../http.js";
import { apply } from "../live.js";
import { letIn } from "./arrivals.js";
import { addressOf, restoreFocus, threadOfTopic } from "./lookup.js";

const dialog = document.getElementById("release-dialog");

/** @param {HTMLElement} button */
export function askToRelease(button) {
  const form = dialog.querySelector("form");
  const comment = button.closest(".comment");
  form.action = `${addressOf(comment)}/release`;
  form.dataset.about = comment.id;
  form.elements.wording.value = comment.dataset.wording;
  form.querySelector("[data-of-group]").hidden = !comment.dataset.group;
  form.querySelector("[data-of-delegation]").hidden = Boolean(comment.dataset.group);
  const body = comment.querySelector(":scope > [data-body]").cloneNode(true);
  form.querySelector("[data-words-to-release]").replaceChildren(...body.childNodes);
  form.querySelector("[data-problem]").textContent = "";
  dialog.showModal();
}

/** Where the release that is under way was sent: a second press is none. */
let underWay = "";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-release]") || event.submitter?.formMethod === "dialog") return;
  event.preventDefault();
  const { action } = form;
  if (action === underWay) return;
  underWay = action;
  const isStillShown = () => dialog.open && form.action === action; // the dialog serves one comment after another
  try {
    show(await submit(action, new FormData(form)));
    if (isStillShown()) {
      dialog.close();
      restoreFocus(form.dataset.about);
    }
  } catch (problem) {
    if (isStillShown()) form.querySelector("[data-problem]").textContent = problem.message;
  } finally {
    if (underWay === action) underWay = "";
  }
});

/**
 * At the end of the thread, or of the replies to what was released before.
 *
 * @param {{topic: string, html: string, about: Entry["about"]}} answer
 */
function show({ topic, html, about }) {
  const { comment, parent } = about;
  if (document.getElementById(comment)) return; // it has arrived by its number already
  const thread = threadOfTopic(topic);
  if (thread) letIn(thread); // what came before it stands before it
  apply({ topic, action: "append", target: parent ? `replies-${parent}` : `comments-${topic}`, html, about });
}

/**
 * A head of delegation says to everybody what was written within it, after being asked once more. Whose words
 * they were is known to the writer alone: from their own page, or from the layer of their delegation.
 */

import { me, submit } from "../http.js";
import { apply } from "../live.js";
import { addressOf, commentIn, isListed, keepFocus, nameOf, threadOfTopic } from "./lookup.js";

const dialog = document.getElementById("release-dialog");

document.addEventListener("comment:controls", ({ detail: { thread, comment, controls } }) => {
  const { audience, delegation, madePublic, released } = comment.dataset;
  const isHead = isListed(delegation, thread.dataset.heads);
  if (madePublic) controls.querySelectorAll("[data-own]").forEach((one) => one.remove());
  else if (isHead && audience !== "members") add("release", { thread, controls });
  if (released === undefined) return;
  if (isHead || isListed(nameOf(comment), thread.dataset.wrote)) add("retract", { thread, controls });
});

document.addEventListener("live:entry", ({ detail: { topic, html } }) => {
  const own = commentIn(html);
  const isOwn = own?.dataset.madePublic && own.dataset.person === me;
  const thread = isOwn && threadOfTopic(topic);
  if (!thread || isListed(own.dataset.madePublic, thread.dataset.wrote)) return;
  thread.dataset.wrote = `${thread.dataset.wrote ?? ""} ${own.dataset.madePublic}`;
  const controls = document.querySelector(`#comment-${own.dataset.madePublic} > [data-controls]`);
  if (controls && !controls.querySelector("[data-do='retract']")) add("retract", { thread, controls });
});

function add(name, { thread, controls }) {
  controls.append(thread.querySelector(`template[data-${name}-control]`).content.cloneNode(true));
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='release']");
  if (!button) return;
  const form = dialog.querySelector("form");
  const comment = button.closest(".comment");
  form.action = `${addressOf(comment)}/release`;
  form.dataset.about = comment.id;
  form.elements.wording.value = comment.dataset.wording;
  const said = comment.querySelector(":scope > [data-body]").cloneNode(true);
  form.querySelector("[data-words-to-release]").replaceChildren(...said.childNodes);
  form.querySelector("[data-problem]").textContent = "";
  dialog.showModal();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-release]") || event.submitter?.formMethod === "dialog") return;
  event.preventDefault();
  try {
    show(await submit(form.action, new FormData(form)));
    dialog.close();
    keepFocus(form.dataset.about);
  } catch (problem) {
    form.querySelector("[data-problem]").textContent = problem.message;
  }
});

/** At the end of the thread, or of the replies to what was released before. */
function show({ topic, html }) {
  const { id, dataset: { parent } } = commentIn(html);
  if (document.getElementById(id)) return; // heard by its number already
  apply({ topic, action: "append", target: parent ? `replies-${parent}` : `comments-${topic}`, html });
}

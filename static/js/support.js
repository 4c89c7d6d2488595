/** Supporting what another delegation said: the button is pressed for whoever speaks for a supporter. */

import { post } from "./http.js";
import { catchUp } from "./live.js";
import { say } from "./words.js";

document.addEventListener("comment:controls", ({ detail: { thread, comment, controls } }) => {
  const own = thread.dataset.delegation;
  if (!own || comment.dataset.audience !== "members" || comment.dataset.delegation === own) return;
  const button = thread.querySelector("template[data-support-control]").content.firstElementChild.cloneNode(true);
  const given = supporters(comment).includes(own);
  button.setAttribute("aria-pressed", String(given));
  button.querySelector("[data-label]").textContent = say(given ? "supported" : "support");
  controls.append(button);
});

function supporters(comment) {
  return comment.querySelector(":scope > [data-supporters]")?.dataset.supporters.trim().split(" ") ?? [];
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-do='support']");
  if (!button) return;
  const comment = button.closest(".comment");
  const address = `/comments/${comment.id.replace("comment-", "")}/support`;
  const given = button.getAttribute("aria-pressed") === "true";
  button.disabled = true;
  try {
    const answer = await post(given ? `${address}/withdrawal` : address, {});
    const result = await answer.json();
    if (!answer.ok) throw new Error(result.error);
    await catchUp(result.topic);
    document.querySelector(`#${comment.id} [data-do='support']`)?.focus();
  } catch (problem) {
    button.disabled = false;
    comment.closest("[data-thread]").querySelector("[data-heard]").textContent = problem.message || say("not-sent");
  }
});

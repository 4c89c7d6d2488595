/**
 * Supporting what another delegation said, or the words that a comment suggests: the button is pressed for whoever speaks for a
 * supporter.
 */

import { copyOf, submit } from "../http.js";
import { catchUp } from "../live.js";
import { say } from "../words.js";
import { addressOf, isListed, threadOf } from "./lookup.js";

/** @param {Announced["comment:controls-added"]} detail */
export function addSupportButton({ thread, comment, controls }) {
  const own = thread.dataset.delegation;
  if (!own || comment.dataset.audience !== "members" || comment.dataset.delegation === own) return;
  if (comment.querySelector(":scope > [data-suggestion]")) return; // there the words are supported
  const button = copyOf(thread.querySelector("template[data-support-control]"));
  const { supporters, supportedBefore } = comment.querySelector(":scope > [data-supporters]")?.dataset ?? {};
  const supports = isListed(own, supporters);
  const label = supports ? "supported" : isListed(own, supportedBefore) ? "support-again" : "support";
  button.setAttribute("aria-pressed", String(supports));
  button.querySelector("[data-label]").textContent = say(label);
  controls.append(button);
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-do='support'], [data-do='support-words']");
  if (!button) return;
  const comment = button.closest(".comment");
  const what = button.dataset.do;
  const path = what === "support" ? "support" : "suggestion/support";
  const supports = button.getAttribute("aria-pressed") === "true";
  button.disabled = true;
  try {
    const { topic } = await submit(`${addressOf(comment)}/${path}${supports ? "/withdrawal" : ""}`, {
      wording: comment.dataset.wording,
      delegation: threadOf(comment).dataset.delegation,
    });
    await catchUp(topic);
    document.querySelector(`#${comment.id} [data-do='${what}']`)?.focus();
  } catch (problem) {
    button.disabled = false;
    threadOf(comment).querySelector("[data-heard]").textContent = problem.message;
  }
});

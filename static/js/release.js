/** A head of delegation says to everybody what was written within it, after being asked once more. */

import { elements, post } from "./http.js";
import { apply } from "./live.js";
import { say } from "./words.js";

const dialog = document.getElementById("release-dialog");

document.addEventListener("comment:controls", ({ detail: { thread, comment, controls } }) => {
  const heads = thread.dataset.heads.trim().split(" ").includes(comment.dataset.delegation);
  const { audience } = comment.dataset;
  if ("madePublic" in comment.dataset) controls.querySelectorAll("[data-own]").forEach((one) => one.remove());
  else if (heads && audience !== "members") add("release");
  if (heads && "released" in comment.dataset) add("retract");

  function add(name) {
    controls.append(thread.querySelector(`template[data-${name}-control]`).content.cloneNode(true));
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do='release']");
  if (!button) return;
  const form = dialog.querySelector("form");
  form.action = `/comments/${button.closest(".comment").id.replace("comment-", "")}/release`;
  form.querySelector("[data-problem]").textContent = "";
  dialog.showModal();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-release]") || event.submitter?.formMethod === "dialog") return;
  event.preventDefault();
  const problem = form.querySelector("[data-problem]");
  try {
    const answer = await post(form.action, new FormData(form));
    const result = await answer.json();
    if (!answer.ok) {
      problem.textContent = result.error;
      return;
    }
    dialog.close();
    show(result);
  } catch {
    problem.textContent = say("not-sent");
  }
});

/** At the end of the thread, or of the replies to what was released before. */
function show({ topic, html }) {
  const [{ id, dataset: { parent } }] = elements(html);
  if (document.getElementById(id)) return; // heard by its number already
  apply({ topic, action: "append", target: parent ? `replies-${parent}` : `comments-${topic}`, html });
}

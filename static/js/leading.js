/** What the chair sets is sent without leaving the page; the room, this page included, hears of it by its number. */

import { post } from "./http.js";
import { catchUp } from "./live.js";
import { say } from "./words.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-lead]")) return;
  event.preventDefault();
  const problem = form.closest("[data-chairing]").querySelector("[data-problem]");
  const button = event.submitter;
  problem.textContent = "";
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await post(button?.getAttribute("formaction") ?? form.action, new FormData(form));
    const result = await answer.json();
    if (!answer.ok) problem.textContent = result.error;
    else await catchUp(result.topic);
  } catch {
    problem.textContent = say("not-sent");
  } finally {
    button?.removeAttribute("aria-busy");
  }
});

/* Which of two verbs makes sense follows what stands now. */
document.addEventListener("live:applied", ({ detail }) => {
  if (!detail.target?.startsWith("chaired-")) return;
  const place = document.getElementById(detail.target);
  const thread = place?.closest("[data-thread]");
  const now = place?.dataset.resolved === undefined ? "open" : "resolved";
  for (const form of thread?.querySelectorAll("[data-lead][data-when]") ?? []) form.hidden = form.dataset.when !== now;
});

/** What the chair sets is sent without leaving the page; the room, this page included, hears of it by its number. */

import { submit } from "../http.js";
import { catchUp } from "../live.js";
import { threadOf } from "./lookup.js";
import { tell } from "../announce.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-lead]")) return;
  event.preventDefault();
  const says = form.closest("[data-chairing]").querySelector("[data-problem]");
  const button = event.submitter;
  says.textContent = "";
  button?.setAttribute("aria-busy", "true");
  try {
    const { topic } = await submit(button?.getAttribute("formaction") ?? form.action, new FormData(form));
    tell("form:saved", { form });
    await catchUp(topic);
  } catch (problem) {
    says.textContent = problem.message;
  } finally {
    button?.removeAttribute("aria-busy");
  }
});

/* Which of two verbs makes sense follows what stands now. */
document.addEventListener("live:applied", ({ detail }) => {
  if (!detail.target?.startsWith("chaired-")) return;
  const place = document.getElementById(detail.target);
  const now = place?.dataset.resolved === undefined ? "open" : "resolved";
  const forms = place && threadOf(place)?.querySelectorAll("[data-lead][data-when]");
  for (const form of forms ?? []) form.hidden = form.dataset.when !== now;
});

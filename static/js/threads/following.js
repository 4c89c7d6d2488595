/** Following a thread, or not following it any more, without leaving the page. */

import { announce } from "../announce.js";
import { answerTo, noAnswer } from "../http.js";
import { outdate } from "../latest-answer.js";
import { say } from "../words.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-follow]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const follows = button.getAttribute("aria-pressed") === "true";
  const answer = await answerTo(follows ? form.dataset.unfollow : form.dataset.follow, new FormData(form));
  if (!answer?.ok) {
    const { error } = (await answer?.json().catch(noAnswer)) ?? {};
    return showProblem(form, error ?? say("not-sent"));
  }
  showProblem(form, "");
  outdate();
  button.setAttribute("aria-pressed", String(!follows));
  announce("live:changed", { topic: form.elements.topic.value });
});

/** @type {(form: HTMLFormElement, words: string) => void} */
function showProblem(form, words) {
  const line = form.querySelector("[data-follow-problem]");
  line.textContent = words;
  line.hidden = !words;
}

/**
 * Whoever takes part in a thread follows it from then on. The forms are those whose topics are known.
 *
 * @type {(topics: string[], forms?: string) => void}
 */
export function showFollowed(topics, forms = "[data-thread] form[data-follow]") {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(forms))) {
    const follows = topics.includes(form.elements.topic.value);
    form.querySelector("button[aria-pressed]")?.setAttribute("aria-pressed", String(follows));
  }
}

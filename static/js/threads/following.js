/** Following a thread, or not following it any more, without leaving the page. */

import { noAnswer, post } from "../http.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-follow]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const follows = button.getAttribute("aria-pressed") === "true";
  const answer = await post(follows ? form.dataset.unfollow : form.dataset.follow, new FormData(form)).catch(noAnswer);
  if (answer?.ok) button.setAttribute("aria-pressed", String(!follows));
});

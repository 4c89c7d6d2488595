/** Following a thread, or leaving it alone, without leaving the page. */

import { post } from "../http.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-follow]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const follows = button.getAttribute("aria-pressed") === "true";
  const answer = await post(follows ? form.dataset.unfollow : form.dataset.follow, new FormData(form)).catch(() => null);
  if (answer?.ok) button.setAttribute("aria-pressed", String(!follows));
});

/** Prior work that is close to the words of a page: asked for when its reader presses the button, and shown below it. */

import { noAnswer, post } from "./http.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-prior-work]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const answer = await post(form.dataset.priorWork, new FormData(form)).catch(noAnswer);
  const html = answer?.status === 200 ? await answer.text().catch(/** @returns {string | null} */ () => null) : null;
  button.disabled = false;
  if (html === null && answer?.status !== 204) return form.submit(); // the page of the answer says why
  show(form, html ?? "");
});

/** @type {(form: HTMLFormElement, html: string) => void} */
function show(form, html) {
  const place = form.parentElement.querySelector("[data-prior-work-found]");
  place.innerHTML = html;
  place.querySelector("details")?.setAttribute("open", "");
  const status = form.parentElement.querySelector("[data-prior-work-said]");
  status.textContent = place.querySelector("summary")?.textContent.trim() ?? status.dataset.none;
}

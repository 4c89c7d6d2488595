/** Following something, or not following it any more, without leaving the page. */

import { announce } from "./announce.js";
import { answerTo, noAnswer } from "./http.js";
import { outdate, question } from "./latest-answer.js";
import { say } from "./words.js";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-follow]")) return;
  event.preventDefault();
  const level = chosenLevel(form, event.submitter);
  const fields = new FormData(form);
  fields.set("level", level);
  const answer = await answerTo(form.dataset.follow, fields);
  if (!answer?.ok) {
    const { error } = (await answer?.json().catch(noAnswer)) ?? {};
    return showProblem(form, error ?? say("not-sent"));
  }
  showProblem(form, "");
  outdate();
  showLevel(form, level);
  const menu = form.querySelector("details[open]");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
  announce("live:changed", { topic: form.elements.topic.value });
  announce("live:inbox", {});
});

/** The button itself turns between everything and what is addressed to the reader. @type {(form: HTMLFormElement, button: HTMLElement | null) => string} */
function chosenLevel(form, button) {
  const named = button?.getAttribute("name") === "level" ? button.getAttribute("value") : null;
  return named ?? (form.dataset.level === "everything" ? "mentions" : "everything");
}

/** @type {(form: HTMLFormElement, level: string) => void} */
function showLevel(form, level) {
  form.dataset.level = level;
  form.querySelector("button[aria-pressed]")?.setAttribute("aria-pressed", String(level === "everything"));
  for (const button of form.querySelectorAll("button[name=level]")) {
    if (button.getAttribute("value") === level) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

/** @type {(form: HTMLFormElement, words: string) => void} */
function showProblem(form, words) {
  const line = form.querySelector("[data-follow-problem]");
  line.textContent = words;
  line.hidden = !words;
}

const forms = () => [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-follow]"))];

const MOST = 20; // as the server answers
const asked = () => forms().slice(0, MOST);

/** Whoever takes part follows from then on, and so does whoever chose that in another tab. */
const levels = question(
  () => {
    const topics = asked().map((form) => form.elements.topic.value);
    return topics.length ? `/follows/state?${new URLSearchParams(topics.map((topic) => ["topic", topic]))}` : "";
  },
  ({ levels: told }) => {
    for (const form of asked()) showLevel(form, told[form.elements.topic.value] ?? "mentions");
  },
);

// A page that is the same for many readers does not know theirs.
if (asked().some((form) => !form.dataset.level)) levels.now();
document.addEventListener("live:inbox", ({ detail }) => detail.levels && levels.soon());

/**
 * Whoever takes part in a thread follows it from then on. The forms are those whose topics are known.
 *
 * @type {(topics: string[], muted?: string[], selector?: string) => void}
 */
export function showFollowed(topics, muted = [], selector = "[data-thread] form[data-follow]") {
  for (const form of forms().filter((each) => each.matches(selector))) {
    const topic = form.elements.topic.value;
    showLevel(form, topics.includes(topic) ? "everything" : muted.includes(topic) ? "nothing" : "mentions");
  }
}

/** A comment in the language of the page, translated by machine: in the place of its words until the reader wants those. */

import { copyOf, elements, fragment, noAnswer } from "../http.js";
import { say } from "../words.js";
import { addressOf } from "./lookup.js";

/** @type {(detail: { thread: HTMLElement; comment: HTMLElement; controls: HTMLElement }) => void} */
export function addTranslateControl({ thread, comment, controls }) {
  const template = thread.querySelector("template[data-translate-control]");
  const words = wordsOf(comment);
  const { audience, allowsTranslation, madePublic } = comment.dataset;
  const maySend = (audience === "members" || allowsTranslation !== undefined) && madePublic === undefined;
  if (!template || !maySend || !words?.lang || words.lang === document.documentElement.lang) return;
  const link = /** @type {HTMLAnchorElement} */ (copyOf(template));
  link.href = `${addressOf(comment)}/translation`;
  controls.append(link);
}

/** @param {HTMLElement} comment */
const wordsOf = (comment) => comment.querySelector(":scope > [data-body]");

/** @param {HTMLAnchorElement} link */
async function translate(link) {
  const comment = link.closest(".comment");
  const words = wordsOf(comment);
  comment.querySelector(":scope > [data-not-translated]")?.remove();
  link.setAttribute("aria-disabled", "true");
  const answer = await fragment(link.href).catch(noAnswer);
  const shown = answer?.ok ? elements(await answer.text())[0] : await notTranslated(answer);
  link.removeAttribute("aria-disabled");
  if (!words.isConnected || words.hidden) return; // the comment has changed meanwhile, or was asked for twice
  words.after(shown);
  if (!answer?.ok) return;
  words.hidden = link.hidden = true;
  shown.focus();
}

/** @param {Response | null} answer */
async function notTranslated(answer) {
  const said = await answer?.json().catch(noAnswer);
  const sentence = document.createElement("p");
  sentence.className = "field__error";
  sentence.dataset.notTranslated = "";
  sentence.setAttribute("role", "alert");
  sentence.textContent = said?.error ?? say("not-sent");
  return sentence;
}

/** @param {HTMLElement} comment */
function showOriginal(comment) {
  const link = comment.querySelector(":scope > [data-controls] > a[data-do='translate']");
  comment.querySelector(":scope > [data-translation]").remove();
  wordsOf(comment).hidden = link.hidden = false;
  link.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-do='translate'], a[data-do='show-original']");
  const comment = link?.closest(".comment");
  if (!link || !comment || event.ctrlKey || event.metaKey || event.shiftKey) return; // a tab of its own shows the page
  event.preventDefault();
  if (link.dataset.do === "show-original") showOriginal(comment);
  else if (!link.ariaDisabled) translate(link);
});

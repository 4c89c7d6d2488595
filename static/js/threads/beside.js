/**
 * The comments on words of a text, as cards beside it: asked for whenever something was said, resolved or taken back. They are
 * resolved and reopened there and in the discussion alike, and their words are followed in both.
 */

import { announce } from "../announce.js";
import { copyOf, elements, me, submit } from "../http.js";
import { question } from "../latest-answer.js";
import { catchUp } from "../live.js";
import { moveTo, threadOf } from "./lookup.js";
import { openAt } from "./open-threads.js";

const place = document.querySelector("[data-remarks]");
const name = place?.dataset.remarks;

const { soon: askSoon } = question(
  () => place?.dataset.remarksFrom,
  ({ cards, version, places }) => {
    const made = elements(cards);
    showGone(made);
    announce("beside:told", { cards: made, version, places });
  },
);

/** After the other listeners, and before any thread is set up. Pages of clauses have none of this, and do not load it. */
export function followBeside() {
  document.addEventListener("comment:controls-added", ({ detail }) => addResolveControl(detail));
  if (!place) return;
  document.addEventListener("beside:wanted", askSoon);
  document.addEventListener("live:entry", hear);
  document.addEventListener("live:reload", hear);
  document.addEventListener("live:changed", hear);
  place.addEventListener("click", answer);
}

/** @param {CustomEvent<{topic: string}>} event */
function hear({ detail: { topic } }) {
  if (topic.split("@")[0] === name) askSoon();
}

/** From a card to its comment in the discussion, which opens there. @param {MouseEvent} event */
async function answer(event) {
  const link = /** @type {HTMLElement} */ (event.target).closest("a[data-answer]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const id = link.hash.slice(1);
  await openAt(name, id);
  const comment = document.getElementById(id);
  if (comment) moveTo(comment);
  else location.assign(link.href);
}

/** What the discussion says of the words of its comments is what the cards say. @param {HTMLElement[]} cards */
function showGone(cards) {
  for (const card of cards) {
    const comment = document.getElementById(`comment-${card.dataset.besideOf}`);
    const quoted = comment?.querySelector(":scope > [data-quote]");
    if (!quoted) continue;
    const { block, start, end, gone } = card.dataset;
    const isGone = gone !== undefined;
    quoted.classList.toggle("comment__quote--orphan", isGone);
    quoted.toggleAttribute("data-orphan", isGone);
    for (const [key, value] of Object.entries({ block, start, end })) {
      if (value === undefined) delete quoted.dataset[key];
      else quoted.dataset[key] = value;
    }
    comment.querySelector(":scope > [data-gone]")?.remove();
    if (isGone) quoted.after(goneIn(card));
  }
}

/** The sentence that the card says. @param {HTMLElement} card */
function goneIn(card) {
  const said = document.createElement("p");
  said.className = "comment__state";
  said.dataset.gone = "";
  said.textContent = card.querySelector("[data-gone-says]").textContent;
  return said;
}

/* Resolving */

/** @param {Announced["comment:controls-added"]} detail */
function addResolveControl({ thread, comment, controls }) {
  const { resolvable, audience, person, madePublic } = comment.dataset;
  if (resolvable === undefined || madePublic || !controls.querySelector("[data-do='reply']")) return;
  if (audience === "members" && person !== me && !("keepsOrder" in thread.dataset)) return;
  controls.append(copyOf(thread.querySelector(`template[data-${resolvable === "resolved" ? "reopen" : "resolve"}-control]`)));
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-do='resolve'], [data-do='reopen']");
  if (!button) return;
  const card = button.closest("[data-beside-of]");
  const comment = button.closest(".comment");
  const about = card?.dataset.besideOf ?? comment.id.replace("comment-", "");
  button.disabled = true;
  try {
    const { topic } = await submit(`/comments/${about}/${button.dataset.do === "resolve" ? "resolution" : "reopening"}`, {});
    if (place) askSoon();
    await catchUp(topic);
    if (comment) document.querySelector(`#comment-${about} :is([data-do='resolve'], [data-do='reopen'])`)?.focus({ preventScroll: true });
  } catch (problem) {
    button.disabled = false;
    const told = card ? place.querySelector("[data-remarks-problem]") : threadOf(comment).querySelector("[data-heard]");
    told.textContent = problem.message;
  }
});

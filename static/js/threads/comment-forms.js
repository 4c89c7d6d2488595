/** The forms of a thread: answering a comment, editing it, retracting it, and posting what was written. */

import { announce } from "../announce.js";
import { newKey } from "../forms/form-storage.js";
import { isAsSent, takeAsServed } from "../forms/written.js";
import { elements, fragment, noAnswer, submit } from "../http.js";
import { inTurn } from "../in-turn.js";
import { catchUp } from "../live.js";
import { say } from "../words.js";
import { addressOf, composerOf, focusOn, layerOf, nameOf, restoreFocus, threadOf } from "./lookup.js";
import { enqueue } from "./unsent-queue.js";

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do]");
  const comment = button?.closest(".comment");
  if (button?.dataset.do === "cancel" && !comment) takeBack(/** @type {HTMLButtonElement} */ (button).form);
  else if (button?.dataset.do === "reply") startReply(comment);
  else if (button?.dataset.do === "edit") startEdit(comment);
  else if (button?.dataset.do === "retract") askRetraction(comment);
  else if (button?.dataset.do === "cancel") cancel(comment);
});

/**
 * A reply form right under a comment; what was begun there before stands in it again.
 *
 * @param {HTMLElement} comment
 */
export function startReply(comment) {
  const thread = threadOf(comment);
  const form = composerOf(thread).cloneNode(true);
  const { parent = nameOf(comment), audience } = comment.dataset;
  form.reset();
  form.dataset.answers = comment.id;
  form.dataset.reply = `${parent}.${audience}`;
  form.elements.parent.value = parent;
  form.querySelectorAll("[data-undecided], [data-aside]").forEach((element) => (element.hidden = true));
  form.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
  form.querySelectorAll("label[for]").forEach((label) => label.removeAttribute("for"));
  form.elements.body.setAttribute("aria-label", say("reply"));
  for (const choice of form.querySelectorAll('[name="audience"]')) {
    if (choice.dataset.offered) choice.value = choice.dataset.offered;
    // An earlier chapter of what a delegation says to itself is answered there.
    if (choice.value === layerOf(audience)) choice.value = audience;
    choice.checked = choice.value === audience;
    // What answers private words stays among those who read them.
    if (audience !== "members" && !choice.checked) choice.closest("label")?.remove();
  }
  form.querySelector("[data-do='cancel']").hidden = false;
  thread.querySelector("form[data-reply]")?.closest("li").remove();
  const replies = comment.closest(".said").querySelector(":scope > .replies");
  if (replies) replies.prepend(asListItem(form));
  else comment.closest(".said").after(asListItem(form));
  announce("composer:opened", { form });
  form.elements.body.focus();
  return form;
}

/** @param {HTMLFormElement} form */
function asListItem(form) {
  const item = document.createElement("li");
  item.className = "comment comment--writing";
  item.append(form);
  return item;
}

/** @param {HTMLElement} comment */
async function startEdit(comment) {
  const answer = await fragment(`${addressOf(comment)}/edit`).catch(noAnswer);
  if (!answer?.ok || editOf(comment)) return;
  const form = /** @type {HTMLFormElement} */ (elements(await answer.text())[0]);
  comment.querySelector("[data-body]").after(form);
  announce("form:opened", { form });
  const { body } = form.elements;
  body.focus();
  body.setSelectionRange(body.value.length, body.value.length);
}

/** @param {HTMLElement} comment @returns {HTMLFormElement | null} */
const editOf = (comment) => comment.querySelector(":scope > form[data-in-place]");

/** @param {HTMLElement} comment */
function askRetraction(comment) {
  const dialog = document.getElementById("retract-dialog");
  const form = dialog.querySelector("form");
  form.action = `${addressOf(comment)}/retraction`;
  form.querySelector("[data-problem]").textContent = "";
  form.dataset.about = comment.id;
  dialog.showModal();
}

/** @param {HTMLElement} comment */
function cancel(comment) {
  const editing = editOf(comment);
  const answered = comment.querySelector("form[data-answers]")?.dataset.answers;
  (editing ?? comment).remove();
  control(editing ? comment : document.getElementById(answered), editing ? "edit" : "reply")?.focus();
}

/**
 * On the page of a comment its form stays, and holds again what is stored. Where it was sent back, or holds what this browser has
 * kept, its words and the mark of those that they are to replace are others: then it comes anew.
 *
 * @param {HTMLFormElement} form
 */
async function takeBack(form) {
  const isOther = "posted" in document.body.dataset || form.querySelector(".kept");
  form.reset();
  const answer = isOther && (await fragment(`${form.action}/edit`).catch(noAnswer));
  const [now] = answer && answer.ok ? elements(await answer.text()) : [];
  if (now?.matches("form")) {
    announce("form:saved", { form }); // nothing of it is kept
    form.replaceWith(now);
    announce("form:opened", { form: now });
  }
  const { body } = (form.isConnected ? form : /** @type {HTMLFormElement} */ (now)).elements;
  body.dispatchEvent(new Event("input", { bubbles: true })); // whatever keeps what is written reads it again
  body.focus();
}

/** @type {(comment: HTMLElement | null, name: string) => HTMLElement} */
const control = (comment, name) =>
  comment?.querySelector(`:scope > [data-controls] [data-do='${name}']`);

/** Escape leaves a form as Cancel does; an edit that was begun is not thrown away by one key. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-composer], form[data-in-place]");
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !form || !threadOf(form)) return;
  if ("composer" in form.dataset && !("reply" in form.dataset)) return focusOn(threadOf(form));
  const { body } = form.elements;
  if ("inPlace" in form.dataset && body.value !== body.defaultValue) return;
  cancel(form.closest(".comment"));
});

// The page of a comment shows no thread: its forms go to the server as they would without this script.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.formMethod === "dialog" || !form.closest("[data-thread], dialog")) return;
  const send = form.matches("form[data-composer]") ? postComment : form.matches("form[data-in-place]") && sendInTurn;
  if (!send) return;
  event.preventDefault();
  send(form);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.closest("form").requestSubmit();
  }
});

/** @param {HTMLFormElement} form */
function postComment(form) {
  const { csrf_token: _, ...fields } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  fields.body = fields.body.trim();
  if (!fields.body) return form.elements.body.focus();
  if (!fields.audience) return form.querySelector("[data-undecided]").scrollIntoView({ block: "nearest" });
  const readers = form.querySelector('[name="audience"]:checked')?.closest("label").textContent.trim();
  const { thread } = threadOf(form).dataset;
  const key = newKey();
  enqueue({ key, url: form.getAttribute("action"), thread, fields, readers });
  emptyForNext(form, fields);
  announce("composer:sent", { form });
  if ("reply" in form.dataset && !form.elements.body.value) {
    form.closest("li").remove();
    return focusOn(document.getElementById(`waiting-${key}`));
  }
  form.elements.body.focus();
}

/** The next comment goes to the same readers, and answers the same. @type {(form: HTMLFormElement, fields: Record<string, string>) => void} */
function emptyForNext(form, { audience, parent }) {
  form.reset();
  for (const choice of form.querySelectorAll('[name="audience"]')) choice.checked = choice.value === audience;
  form.elements.parent.value = "reply" in form.dataset ? parent : "";
  takeAsServed(form);
}

/** @type {WeakMap<HTMLFormElement, {action: string, send: () => Promise<void>}>} */
const turns = new WeakMap();

/**
 * What a second press sends begins with what the first has stored. The dialog serves one comment after another: a press is
 * for the one that it showed.
 *
 * @param {HTMLFormElement} form
 */
function sendInTurn(form) {
  const { action } = form;
  if (turns.get(form)?.action !== action) turns.set(form, { action, send: inTurn(() => sendInPlace(form, action)) });
  turns.get(form).send();
}

/**
 * What was edited or retracted arrives by its number, on this page as in the room: an answer might look older.
 *
 * @type {(form: HTMLFormElement, action: string) => Promise<boolean | void>}
 */
async function sendInPlace(form, action) {
  if (!form.isConnected || form.action !== action || form.closest("dialog:not([open])")) return; // the first press was enough
  const sent = new FormData(form);
  const problemPlace = form.querySelector("[data-problem]");
  problemPlace.textContent = "";
  try {
    const { topic, seen } = await submit(action, sent);
    const comment = form.closest(".comment");
    announce("form:saved", { form, sent });
    form.closest("dialog")?.close();
    if (comment && !isAsSent(form, sent)) form.elements.seen.value = seen; // somebody writes on
    else if (comment) {
      form.remove();
      focusOn(comment);
    }
    await catchUp(topic);
    restoreFocus(form.dataset.about);
  } catch (problem) {
    problemPlace.textContent = problem.message;
    if (problem.answer?.seen) await showNewWords(form, problem.answer);
    return false;
  }
}

/**
 * The words were changed meanwhile, elsewhere or by the secretariat: the new ones show above the form, and the next press is
 * meant to replace them. Where the line does not bring them, nobody has read them: the next press asks for them again.
 *
 * @type {(form: HTMLFormElement, answer: {seen: string, topic: string}) => Promise<void>}
 */
async function showNewWords(form, { seen, topic }) {
  if (!(await catchUp(topic))) return;
  form.dataset.outdated = "";
  form.elements.seen.value = seen;
}

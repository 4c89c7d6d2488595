/** Saying something in a thread, saying it better, and taking it back. */

import { elements, fragment, submit } from "../http.js";
import { newKey } from "../forms/form-storage.js";
import { catchUp } from "../live.js";
import { addressOf, composerOf, keepFocus, nameOf, stay, threadOf } from "./lookup.js";
import { tell } from "../announce.js";
import { enqueue } from "./unsent-queue.js";
import { say } from "../words.js";

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do]");
  const act = { reply: startReply, edit: startEdit, retract: askRetraction, cancel }[button?.dataset.do];
  act?.(button.closest(".comment"));
});

/** A reply form right under a comment; what was begun there before stands in it again. */
export function startReply(comment) {
  const thread = threadOf(comment);
  const form = composerOf(thread).cloneNode(true);
  const { parent = nameOf(comment), audience } = comment.dataset;
  form.reset();
  form.dataset.answers = comment.id;
  form.dataset.reply = `${parent}.${audience}`;
  form.elements.parent.value = parent;
  form.querySelectorAll("[data-undecided], [data-aside]").forEach((one) => (one.hidden = true));
  form.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
  form.querySelectorAll("label[for]").forEach((one) => one.removeAttribute("for"));
  form.elements.body.setAttribute("aria-label", say("reply"));
  for (const choice of form.querySelectorAll('[name="audience"]')) {
    if (choice.dataset.offered) choice.value = choice.dataset.offered;
    choice.checked = choice.value === audience;
    // What answers private words stays among those who read them.
    if (audience !== "members" && !choice.checked) choice.closest("label")?.remove();
  }
  form.querySelector("[data-do='cancel']").hidden = false;
  thread.querySelector("form[data-reply]")?.closest("li").remove();
  const replies = comment.closest(".said").querySelector(":scope > .replies");
  if (replies) replies.prepend(wrapped(form));
  else comment.closest(".said").after(wrapped(form));
  tell("composer:opened", { form });
  form.elements.body.focus();
  return form;
}

function wrapped(form) {
  const item = document.createElement("li");
  item.className = "comment comment--writing";
  item.append(form);
  return item;
}

async function startEdit(comment) {
  const answer = await fragment(`${addressOf(comment)}/edit`).catch(() => null);
  if (!answer?.ok || editOf(comment)) return;
  const [form] = elements(await answer.text());
  comment.querySelector("[data-body]").after(form);
  tell("form:opened", { form });
  const { body } = form.elements;
  body.focus();
  body.setSelectionRange(body.value.length, body.value.length);
}

const editOf = (comment) => comment.querySelector(":scope > form[data-in-place]");

function askRetraction(comment) {
  const dialog = document.getElementById("retract-dialog");
  const form = dialog.querySelector("form");
  form.action = `${addressOf(comment)}/retraction`;
  form.querySelector("[data-problem]").textContent = "";
  form.dataset.about = comment.id;
  dialog.showModal();
}

function cancel(comment) {
  const editing = editOf(comment);
  const answered = comment.querySelector("form[data-answers]")?.dataset.answers;
  (editing ?? comment).remove();
  control(editing ? comment : document.getElementById(answered), editing ? "edit" : "reply")?.focus();
}

const control = (comment, name) => comment?.querySelector(`:scope > [data-controls] [data-do='${name}']`);

/** Escape leaves a form as Cancel does; an edit that was begun is not thrown away by one key. */
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-composer], form[data-in-place]");
  if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !form || form.closest("dialog")) return;
  if ("composer" in form.dataset && !("reply" in form.dataset)) return stay(threadOf(form));
  const { body } = form.elements;
  if ("inPlace" in form.dataset && body.value !== body.defaultValue) return;
  cancel(form.closest(".comment"));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.formMethod === "dialog") return;
  const act = form.matches("form[data-composer]") ? speak : form.matches("form[data-in-place]") && sendInPlace;
  if (!act) return;
  event.preventDefault();
  act(form);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form.requestSubmit();
  }
});

function speak(form) {
  const { csrf_token: _, ...fields } = Object.fromEntries(new FormData(form));
  fields.body = fields.body.trim();
  if (!fields.body) return form.elements.body.focus();
  if (!fields.audience) return form.querySelector("[data-undecided]").scrollIntoView({ block: "nearest" });
  const readers = form.querySelector('[name="audience"]:checked')?.closest("label").textContent.trim();
  const { thread } = threadOf(form).dataset;
  const key = newKey();
  enqueue({ key, url: form.getAttribute("action"), thread, fields, readers });
  clear(form, fields);
  tell("composer:sent", { form });
  if ("reply" in form.dataset && !form.elements.body.value) {
    form.closest("li").remove();
    return stay(document.getElementById(`waiting-${key}`));
  }
  form.elements.body.focus();
}

/** For the next comment to the same readers, in answer to the same. */
function clear(form, { audience, parent }) {
  form.reset();
  for (const choice of form.querySelectorAll('[name="audience"]')) choice.checked = choice.value === audience;
  form.elements.parent.value = "reply" in form.dataset ? parent : "";
}

/** What was edited or retracted comes by its number, to this page as to the room: an answer might look older. */
async function sendInPlace(form) {
  try {
    const { topic } = await submit(form.action, new FormData(form));
    const comment = form.closest(".comment");
    tell("form:saved", { form });
    form.closest("dialog")?.close();
    if (comment) {
      form.remove();
      stay(comment);
    }
    await catchUp(topic);
    keepFocus(form.dataset.about);
  } catch (problem) {
    form.querySelector("[data-problem]").textContent = problem.message;
  }
}

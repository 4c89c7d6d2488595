/**
 * The cover of a draft is saved as it is filled in, through the form's own address. The form says what each field held when
 * it was opened; where a colleague has changed the same field meanwhile, both are shown, and nothing more is saved until
 * the writer has chosen.
 */

import { announce } from "../announce.js";
import { copyOf, noAnswer, post } from "../http.js";
import { fieldsOf, fill } from "./form-storage.js";
import { say } from "../words.js";

const PAUSE = 1200;
const AGAIN = 15_000;
const TEXT = ["text", "steps"]; // saved by the editor, or with the form

const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("[data-autosaved]");

/** @type {number} */
let timer;
let isSaving = false;
let isChanged = false;
/** @type {Set<HTMLElement>} notes of conflicts that wait for a choice */
const open = new Set();

if (form) {
  for (const name of /** @type {const} */ (["input", "change"])) {
    form.addEventListener(name, ({ target }) => target.name && !target.disabled && saveSoon(PAUSE));
  }
  form.addEventListener("click", ({ target }) => target.dataset.kept && saveSoon(PAUSE));
  form.addEventListener("submit", () => clearTimeout(timer));
  if (isFilledIn()) saveSoon(PAUSE);
}

/** Something was typed before this script was there. */
function isFilledIn() {
  const served = form.cloneNode(true);
  served.reset();
  const [before, now] = [fieldsOf(served), fieldsOf(form)];
  return Object.keys(before).some((name) => !TEXT.includes(name) && String(before[name]) !== String(now[name]));
}

/** @param {number} pause */
function saveSoon(pause) {
  isChanged = true;
  if (status?.textContent === say("autosaved")) tell(say("autosaving"));
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

async function save() {
  const isOffered = form.querySelector(".kept"); // what came back from this browser is saved once somebody wants it
  if (isSaving || open.size || !isChanged || isOffered) return;
  isSaving = true;
  isChanged = false;
  const sent = fieldsOf(form);
  const data = new FormData(form);
  for (const name of TEXT) data.delete(name);
  const answered = await post(form.action, data).catch(noAnswer);
  const said = await answered?.json().catch(noAnswer);
  const answer = answered?.ok && !said?.marks ? null : answered; // something between us and the server has answered
  isSaving = false;
  if (said?.marks) takeUp(said, sent);
  if (answer?.ok) settle();
  else if (answer?.status === 409 && said?.conflicts) showConflicts(said);
  else if (answer?.status === 422 && said?.errors) tell(Object.values(said.errors).join(" "));
  else if (answer && answer.status < 500) tell(said?.error ?? say("not-autosaved"));
  else {
    tell(say("not-autosaved"));
    saveSoon(AGAIN);
  }
}

/**
 * What colleagues have saved in fields that were not changed here comes into the form. A field that was changed while the
 * question was under way keeps the mark that it was opened with, so that the next answer says what became of it.
 *
 * @type {(said: {marks: string, taken: Fields}, sent: Fields) => void}
 */
function takeUp(said, sent) {
  const marks = marksIn(said.marks);
  const opened = marksIn(form.elements.marks.value);
  const now = fieldsOf(form);
  for (const [name, value] of Object.entries(said.taken)) {
    if (JSON.stringify(now[name]) === JSON.stringify(sent[name])) fill(form, { [name]: value });
    else marks.set(name, opened.get(name));
  }
  form.elements.marks.value = [...marks].map((pair) => pair.join(":")).join(" ");
  if (Object.keys(said.taken).length) announce("form:filled", { form });
}

/** @param {string} text */
function marksIn(text) {
  return new Map(text.split(" ").map((pair) => /** @type {[string, string]} */ (pair.split(":"))));
}

function settle() {
  tell(say("autosaved"));
  if (isChanged) saveSoon(PAUSE);
  else if (isTextSaved()) announce("form:saved", { form });
}

/** Beside the editor the field of the text is out of use. */
function isTextSaved() {
  const { text } = form.elements;
  return text.disabled || text.value === text.defaultValue;
}

/** @param {{changed_by: string, conflicts: {name: string, stored: string, value: string | string[]}[]}} said */
function showConflicts(said) {
  for (const { name, stored, value } of said.conflicts) {
    const field = /** @type {HTMLElement | null} */ (form.querySelector(`[name="${name}"]`));
    const place = field?.closest(".field");
    if (!place) continue;
    const note = copyOf(/** @type {HTMLTemplateElement} */ (document.getElementById("conflict-note")));
    note.querySelector("[data-who]").textContent = say("also-changed", { who: said.changed_by });
    note.querySelector("[data-stored]").textContent = stored || "–";
    note.addEventListener("click", ({ target }) => {
      if (!target.dataset.take) return;
      if (target.dataset.take === "theirs") {
        fill(form, { [name]: value });
        announce("form:filled", { form });
      }
      open.delete(note);
      note.remove();
      field.focus();
      saveSoon(0);
    });
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    place.append(note);
    open.add(note);
  }
  tell(say("not-joined"));
}

/** @param {string} words */
function tell(words) {
  if (status && status.textContent !== words) status.textContent = words;
}

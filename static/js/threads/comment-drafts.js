/**
 * Drafts of comments survive a closed tab, with everything that their form holds. They are stored in this browser for
 * their writer, by thread and by the comment that they answer. Of two drafts begun in one place the form shows one, and
 * the other is set aside. A draft whose readers cannot be chosen any more is not sent until its writer chooses others.
 */

import { announce } from "../announce.js";
import { fieldsOf, fill, forget, read, write } from "../forms/form-storage.js";
import { me } from "../http.js";
import { say } from "../words.js";
import { composerOf, layerOf, threadOf } from "./lookup.js";

/**
 * A draft with all fields of its form, its readers in words, and other drafts that were begun in the same place.
 *
 * @typedef {{fields: Fields, readers?: string, at?: string, aside?: Draft[]}} Draft
 */

/** @param {HTMLFormElement} form */
const placeOf = (form) => [threadOf(form).dataset.thread, form.dataset.reply].filter(Boolean).join(".");

/** @param {HTMLFormElement} form */
const nameOf = (form) => `comment.${placeOf(form)}`;

/** @param {HTMLFormElement} form @returns {Draft | null} */
const storedFor = (form) => read(nameOf(form));

/** @param {HTMLFormElement} form */
const isBlank = ({ elements: { body, quote } }) => !body.value.trim() && !quote.value.trim();

/** @type {WeakMap<HTMLFormElement, {audience?: string, readers?: string}>} form → whom its words were meant for */
const undecided = new WeakMap();

/** @param {HTMLFormElement} form @returns {Draft} */
function draftOf(form) {
  const { audience, readers } = undecided.get(form) ?? { audience: chosenIn(form), readers: readersIn(form) };
  return { at: new Date().toISOString(), fields: { ...fieldsOf(form), audience: [audience ?? []].flat() }, readers };
}

/** @param {HTMLFormElement} form */
function store(form) {
  const aside = storedFor(form)?.aside ?? [];
  if (isBlank(form) && aside.length === 0) forget(nameOf(form));
  else write(nameOf(form), { ...draftOf(form), aside });
}

/** @param {HTMLFormElement} [form] */
function restore(form) {
  if (!form || !isBlank(form)) return;
  const [draft, ...others] = [storedFor(form), ...takeFromBefore(form), ...takeOldDrafts(form)].filter(Boolean);
  if (!draft) return;
  const whole = { ...draft, aside: [...(draft.aside ?? []), ...others] };
  write(nameOf(form), whole);
  show(form, whole);
}

/**
 * Replies within the delegation that were begun before somebody joined who does not read what they answer: they are stored
 * under the readers that it had then. They go to those of them who read it now. Where the first comment is everybody's,
 * later replies have other readers and drafts of their own, so nothing is taken.
 *
 * @param {HTMLFormElement} form
 * @returns {Draft[]}
 */
function takeFromBefore(form) {
  const [parent, ...rest] = (form.dataset.reply ?? "").split(".");
  const audience = rest.join(".");
  const before = layerOf(audience);
  if (before === audience || document.getElementById(`comment-${parent}`)?.dataset.audience !== audience) return [];
  const name = `comment.${threadOf(form).dataset.thread}.${parent}.${before}`;
  /** @type {Draft | null} */
  const draft = read(name);
  if (!draft) return [];
  forget(name);
  const { aside = [], ...first } = draft;
  return [first, ...aside].map((one) => ({ ...one, fields: { ...one.fields, audience: [audience] } }));
}

/**
 * Drafts that a page stored before it stored whole forms: words alone, under names of their own, those of replies with
 * the number that the answered comment had then. All of a thread's come back in its composer.
 *
 * @param {HTMLFormElement} form
 * @returns {Draft[]}
 */
function takeOldDrafts(form) {
  if ("reply" in form.dataset) return [];
  const start = `wgcop.draft.${me}.${placeOf(form)}`;
  const names = Object.keys(localStorage).filter(
    (name) => name.startsWith(start) && /^(\.\d+\.(members|delegation:\d+))?$/.test(name.slice(start.length)),
  );
  return names.map((name) => {
    const body = localStorage.getItem(name);
    const audience = /delegation:\d+$/.exec(name)?.[0];
    localStorage.removeItem(name);
    return { fields: audience ? { body, audience } : { body } };
  });
}

/** @type {(form: HTMLFormElement, draft: Draft) => void} */
function show(form, { fields, readers }) {
  const { audience, ...others } = fields;
  fill(form, others);
  address(form, audience && [audience].flat()[0], readers);
  showAside(form);
  announce("composer:filled", { form });
}

/* Who may read it */

/** @param {HTMLFormElement} form */
const choicesIn = (form) => [...form.querySelectorAll('[name="audience"]')];

/** @param {HTMLFormElement} form */
const chosenIn = (form) => String(new FormData(form).get("audience") ?? "") || undefined;

/** @param {HTMLFormElement} form */
const readersIn = (form) => choicesIn(form).find(({ checked }) => checked)?.closest("label")?.textContent.trim();

/**
 * Choose those whom the words were meant for, or nobody yet: never a wider circle by itself.
 *
 * @type {(form: HTMLFormElement, audience?: string, readers?: string) => void}
 */
function address(form, audience, readers) {
  const choices = choicesIn(form);
  const wanted = choices.find(({ dataset, value }) => (dataset.offered ?? value) === audience);
  const narrow = choices.find(({ dataset, value }) => !dataset.offered && value !== "members");
  const chosen = wanted ?? (audience === undefined ? narrow : undefined);
  for (const choice of choices) {
    if (choice.type === "radio") choice.checked = choice === chosen;
    else choice.value = choice === chosen ? choice.dataset.offered : "";
  }
  if (wanted) return noteDecision(form);
  const why = audience === undefined ? (narrow ? "readers-narrow" : "readers-unknown") : "readers-gone";
  form.querySelector("[data-undecided-says]").textContent = say(why, { readers: readers ?? say("readers-few") });
  form.querySelector("[data-undecided]").hidden = false;
  form.querySelector("[data-do='to-everybody']").hidden = !choices[0]?.dataset.offered;
  if (!chosen) undecided.set(form, { audience, readers });
}

/** @param {HTMLFormElement} form */
function noteDecision(form) {
  undecided.delete(form);
  form.querySelector("[data-undecided]").hidden = true;
}

document.addEventListener(
  "change",
  ({ target }) => {
    if (target.name === "audience" && target.form?.matches("[data-composer]")) noteDecision(target.form);
  },
  { capture: true }, // before it is stored
);
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='to-everybody']");
  if (!button) return;
  const { form } = button;
  for (const choice of choicesIn(form)) choice.value = choice.dataset.offered;
  noteDecision(form);
  store(form);
  form.elements.body.focus();
});

/* Two in one place */

/** @param {HTMLFormElement} form */
function showAside(form) {
  const aside = storedFor(form)?.aside ?? [];
  form.querySelector("[data-aside]").hidden = aside.length === 0;
}

/**
 * The next draft that was set aside comes into the form; what stands in it now is set aside instead.
 *
 * @param {HTMLFormElement} form
 */
function swap(form) {
  const { aside } = storedFor(form);
  const [next, ...others] = aside;
  if (!next) return;
  write(nameOf(form), { ...next, aside: isBlank(form) ? others : [...others, draftOf(form)] });
  show(form, next);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='swap']");
  if (!button) return;
  swap(button.form);
  button.form.elements.body.focus();
});

/* When it is stored, and brought back */

for (const name of /** @type {const} */ (["input", "change"])) {
  document.addEventListener(name, ({ target: { form } }) => {
    if (form?.matches("[data-composer]") && threadOf(form)) store(form);
  });
}

/** @param {Announced["thread:opened"]} detail */
export const restoreDraftIn = ({ thread }) => restore(composerOf(thread));

/** @param {Announced["composer:opened"]} detail */
export const restoreDraft = ({ form }) => restore(form);

/**
 * A comment that was not sent stands in the form again; what stood in it is set aside.
 *
 * @param {Announced["composer:edit-again"]} detail
 */
export function editAgain({ form, fields, readers }) {
  const { aside = [] } = storedFor(form) ?? {};
  const others = isBlank(form) ? aside : [draftOf(form), ...aside];
  write(nameOf(form), { at: new Date().toISOString(), fields, readers, aside: others });
  show(form, { fields, readers });
}

/** @param {Announced["composer:sent"]} detail */
export function forgetSent({ form }) {
  const aside = storedFor(form)?.aside ?? [];
  noteDecision(form);
  if (aside.length) swap(form);
  else forget(nameOf(form));
  showAside(form);
}

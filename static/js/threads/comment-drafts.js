/**
 * A comment that is being written survives a closed tab, with everything that its form holds: kept in this browser
 * for its writer, apart for each place to write in. Two comments begun in one place are kept both, one at a time in
 * the form. Where those whom it was meant for cannot be chosen now, it waits until its writer has said for whom it is.
 */

import { me } from "../http.js";
import { fieldsOf, fill, forget, read, write } from "../forms/form-storage.js";
import { composerOf, threadOf } from "./lookup.js";
import { tell } from "../announce.js";
import { say } from "../words.js";

const place = (form) => [threadOf(form).dataset.thread, form.dataset.reply].filter(Boolean).join(".");
const shelf = (form) => `comment.${place(form)}`;
const isBlank = ({ elements: { body, quote } }) => !body.value.trim() && !quote.value.trim();
const undecided = new WeakMap(); // form → whom its words were meant for: { audience, readers }

function draftOf(form) {
  const { audience, readers } = undecided.get(form) ?? { audience: chosenIn(form), readers: readersIn(form) };
  return { at: new Date().toISOString(), fields: { ...fieldsOf(form), audience: [audience ?? []].flat() }, readers };
}

function keep(form) {
  const aside = read(shelf(form))?.aside ?? [];
  if (isBlank(form) && aside.length === 0) forget(shelf(form));
  else write(shelf(form), { ...draftOf(form), aside });
}

function restore(form) {
  if (!form || !isBlank(form)) return;
  const [draft, ...aside] = [read(shelf(form)), ...takeEarlier(form)].filter(Boolean);
  if (!draft) return;
  const kept = { ...draft, aside: [...(draft.aside ?? []), ...aside] };
  write(shelf(form), kept);
  show(form, kept);
}

/**
 * What a page kept before it kept whole forms: words alone, under names of their own, those of replies with the
 * number that the answered comment had then. All of a thread's are found again in its composer.
 */
function takeEarlier(form) {
  if ("reply" in form.dataset) return [];
  const home = `wgcop.draft.${me}.${place(form)}`;
  const found = Object.keys(localStorage).filter(
    (name) => name.startsWith(home) && /^(\.\d+\.(members|delegation:\d+))?$/.test(name.slice(home.length)),
  );
  return found.map((name) => {
    const body = localStorage.getItem(name);
    const audience = /delegation:\d+$/.exec(name)?.[0];
    localStorage.removeItem(name);
    return { fields: audience ? { body, audience } : { body } };
  });
}

function show(form, { fields, readers }) {
  const { audience, ...others } = fields;
  fill(form, others);
  address(form, audience && [audience].flat()[0], readers);
  showAside(form);
  tell("composer:filled", { form });
}

/* Who may read it */

const choicesIn = (form) => [...form.querySelectorAll('[name="audience"]')];
const chosenIn = (form) => new FormData(form).get("audience") || undefined;
const readersIn = (form) => choicesIn(form).find((one) => one.checked)?.closest("label").textContent.trim();

/** Those whom it was meant for, or nobody yet: never a wider circle by itself. */
function address(form, audience, readers) {
  const choices = choicesIn(form);
  const wanted = choices.find(({ dataset, value }) => (dataset.offered ?? value) === audience);
  const narrow = choices.find(({ dataset, value }) => !dataset.offered && value !== "members");
  const chosen = wanted ?? (audience === undefined ? narrow : undefined);
  for (const choice of choices) {
    if (choice.type === "radio") choice.checked = choice === chosen;
    else choice.value = choice === chosen ? choice.dataset.offered : "";
  }
  if (wanted) return decided(form);
  const why = audience === undefined ? (narrow ? "readers-narrow" : "readers-unknown") : "readers-gone";
  form.querySelector("[data-undecided-says]").textContent = say(why, { readers: readers ?? say("readers-few") });
  form.querySelector("[data-undecided]").hidden = false;
  form.querySelector("[data-do='to-everybody']").hidden = !choices[0]?.dataset.offered;
  if (!chosen) undecided.set(form, { audience, readers });
}

function decided(form) {
  undecided.delete(form);
  form.querySelector("[data-undecided]").hidden = true;
}

document.addEventListener(
  "change",
  ({ target }) => {
    if (target.name === "audience" && target.form?.matches("[data-composer]")) decided(target.form);
  },
  { capture: true }, // before it is kept
);
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='to-everybody']");
  if (!button) return;
  const { form } = button;
  for (const choice of choicesIn(form)) choice.value = choice.dataset.offered;
  decided(form);
  keep(form);
  form.elements.body.focus();
});

/* Two in one place */

function showAside(form) {
  const aside = read(shelf(form))?.aside ?? [];
  form.querySelector("[data-aside]").hidden = aside.length === 0;
}

/** The next of those that were set aside comes into the form; what stands in it now is set aside instead. */
function swap(form) {
  const { aside } = read(shelf(form));
  const [next, ...others] = aside;
  if (!next) return;
  write(shelf(form), { ...next, aside: isBlank(form) ? others : [...others, draftOf(form)] });
  show(form, next);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='swap']");
  if (!button) return;
  swap(button.form);
  button.form.elements.body.focus();
});

/* When it is kept, and brought back */

for (const name of ["input", "change"]) {
  document.addEventListener(name, ({ target: { form } }) => {
    if (form?.matches("[data-composer]") && threadOf(form)) keep(form);
  });
}
document.addEventListener("thread:opened", ({ detail }) => restore(composerOf(detail.thread)));
document.addEventListener("composer:opened", ({ detail }) => restore(detail.form));
document.addEventListener("composer:fill", ({ detail: { form, fields, readers } }) => {
  const { aside = [] } = read(shelf(form)) ?? {};
  const others = isBlank(form) ? aside : [draftOf(form), ...aside];
  write(shelf(form), { at: new Date().toISOString(), fields, readers, aside: others });
  show(form, { fields, readers });
});
document.addEventListener("composer:sent", ({ detail: { form } }) => {
  const aside = read(shelf(form))?.aside ?? [];
  decided(form);
  if (aside.length) swap(form);
  else forget(shelf(form));
  showAside(form);
});

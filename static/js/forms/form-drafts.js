/**
 * A long form (`data-keep`) is stored in this browser as it is typed, for its writer alone, until the server says that it
 * has it. When the form is opened again, what was typed stands in it, with the time, to be kept or discarded.
 * It comes back with the version that it was typed upon, so that the server tells what others have saved meanwhile.
 */

import { announce } from "../announce.js";
import { copyOf, me } from "../http.js";
import { fieldsOf, fill, forget, isFilledInAlike, names, newKey, read, write } from "./form-storage.js";

const PAUSE = 250;
const LONG_FORM = "form[data-keep]";
const SAVED = /(?:^|; )kept-([0-9a-f]{32})=1/g;
const SENT = "wgcop.sent"; // what this tab has sent last

/** @type {WeakMap<HTMLFormElement, Fields>} form → its fields as the server has them */
const fieldsOnServer = new WeakMap();

/** @type {WeakSet<HTMLFormElement>} forms that the server sent back with more than it has stored */
const sentBack = new WeakSet();

/** @type {Map<HTMLFormElement, number>} form → the timer that stores it */
const timers = new Map();

/** @param {HTMLFormElement} form */
const nameOf = (form) => `form.${form.dataset.keep || new URL(form.action, location.href).pathname}`;

/** Sent back by the server because something is to be mended: it holds what was typed last. @param {HTMLFormElement} form */
const isAsTyped = (form) =>
  "posted" in document.body.dataset && sessionStorage.getItem(SENT) === (read(nameOf(form))?.sending ?? "");

if (me) {
  forgetSaved();
  document.querySelectorAll(LONG_FORM).forEach(setUp);
  document.addEventListener("thread:opened", ({ detail }) => detail.thread.querySelectorAll(LONG_FORM).forEach(setUp));
  document.addEventListener("form:opened", ({ detail }) => {
    storeAll(); // it may take the place of one in which something was changed a moment ago
    setUp(detail.form);
  });
  for (const name of /** @type {const} */ (["input", "change"])) {
    document.addEventListener(name, ({ target }) => storeSoon(target.form));
  }
  document.addEventListener("visibilitychange", () => document.hidden && storeAll());
  addEventListener("pagehide", storeAll);
}

/** @param {HTMLFormElement} form */
function setUp(form) {
  if (fieldsOnServer.has(form)) return;
  rememberServed(form);
  if (isAsTyped(form)) {
    sentBack.add(form);
    return store(form);
  }
  const draft = read(nameOf(form));
  if (!draft) return;
  if (isOnServer(form, draft.fields)) return forget(nameOf(form));
  offer(form, draft.at, fill(form, draft.fields));
  announce("form:filled", { form });
  for (const text of form.querySelectorAll("textarea")) text.dispatchEvent(new Event("input", { bubbles: true }));
  // It came from there, and what is there may be newer by now.
  clearTimeout(timers.get(form));
  timers.delete(form);
}

/** @param {HTMLFormElement} form */
function rememberServed(form) {
  const served = form.cloneNode(true);
  served.reset();
  fieldsOnServer.set(form, fieldsOf(served));
}

/** A field that is out of use now has not changed. @type {(form: HTMLFormElement, fields: Fields) => boolean} */
function isOnServer(form, fields) {
  const onServer = fieldsOnServer.get(form);
  return isFilledInAlike(form, { ...onServer, ...fields }, onServer);
}

/** @type {(form: HTMLFormElement, at: string, missing: string[]) => void} */
function offer(form, at, missing) {
  const note = copyOf(document.getElementById("kept-note"));
  note.querySelector("time").dateTime = at;
  note.querySelector("[data-missing]").hidden = missing.length === 0;
  note.querySelector("[data-fields]").textContent = missing.map((name) => labelIn(form, name)).join(", ");
  note.addEventListener("click", ({ target }) => {
    if (target.dataset.kept === "discard") discard(form);
    if (!target.dataset.kept) return;
    note.remove();
    /** @type {Field[]} */ ([...form.elements]).find(({ name, type }) => name && type !== "hidden")?.focus();
  });
  form.prepend(note);
}

/** @type {(form: HTMLFormElement, name: string) => string} */
function labelIn(form, name) {
  const field = /** @type {Field | null} */ (form.querySelector(`[name="${CSS.escape(name)}"]`));
  const label = field?.closest("fieldset")?.querySelector("legend") ?? field?.labels?.[0];
  return label?.firstChild.textContent.trim() || name;
}

/** @param {HTMLFormElement} form */
function discard(form) {
  fill(form, fieldsOnServer.get(form));
  forgetDraft(form);
}

/** @param {HTMLFormElement} form */
function forgetDraft(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  forget(nameOf(form));
}

/** @param {HTMLFormElement} [form] */
function storeSoon(form) {
  if (!form?.matches(LONG_FORM)) return;
  // A live update has put it in place: what another tab has stored of it is being written there, and is not offered here.
  if (!fieldsOnServer.has(form)) rememberServed(form);
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(store, PAUSE, form));
}

function storeAll() {
  for (const form of timers.keys()) store(form);
}

/** @param {HTMLFormElement} form */
function store(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const fields = fieldsOf(form);
  if (isOnServer(form, fields) && !sentBack.has(form)) forget(nameOf(form));
  else write(nameOf(form), { at: new Date().toISOString(), fields });
}

/* Saved: a script says so of a form that it sends itself; of any other the server does, with a cookie of that name. */

document.addEventListener("form:saved", ({ detail: { form, sent } }) => {
  if (!form.matches(LONG_FORM)) return;
  fieldsOnServer.set(form, fieldsOf(form, sent));
  sentBack.delete(form);
  store(form); // nothing, unless something was written since
});

// Something else saves this field as it is written: the copies of this form are without it.
document.addEventListener("form:field-left", ({ detail: { form, name } }) => {
  const fields = fieldsOnServer.get(form);
  if (fields) delete fields[name];
  const draft = read(nameOf(form));
  if (!draft) return;
  delete draft.fields[name];
  if (isFilledInAlike(form, draft.fields, fields)) forgetDraft(form);
  else write(nameOf(form), draft);
});

document.addEventListener("submit", (event) => {
  const { target: form } = event;
  storeAll(); // also before somebody is asked, at signing out, about what is stored
  if (!me || event.defaultPrevented || !form.matches(LONG_FORM)) return;
  const draft = read(nameOf(form));
  if (!draft) return;
  const token = newKey();
  write(nameOf(form), { ...draft, sending: token });
  sessionStorage.setItem(SENT, token);
  const field = form.querySelector('input[name="kept"]') ?? document.createElement("input");
  form.append(Object.assign(field, { type: "hidden", name: "kept", value: token }));
});

function forgetSaved() {
  for (const [, token] of document.cookie.matchAll(SAVED)) {
    for (const name of names()) if (read(name).sending === token) forget(name);
    document.cookie = `kept-${token}=; Max-Age=0; Path=/`;
  }
}

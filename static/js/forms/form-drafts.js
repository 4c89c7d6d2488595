/**
 * A long form (`data-keep`) keeps what is typed in this browser, for its writer alone, until the server says that it
 * has it. When the form is opened again, what was typed stands in it, with the time, to be kept or discarded.
 * It comes back with the version that it was typed upon, so that the server tells what others have saved meanwhile.
 */

import { me } from "../http.js";
import { fieldsOf, fill, forget, names, newKey, read, write } from "./form-storage.js";

const PAUSE = 250;
const KEPT = "form[data-keep]";
const SAVED = /(?:^|; )kept-([0-9a-f]{32})=1/g;
const SENT = "wgcop.sent"; // what this tab has sent last
const stored = new WeakMap(); // form → its fields as the server has them
const sentBack = new WeakSet(); // forms that hold more than the server has, as it sent them
const due = new Map(); // form → the timer that keeps it

const shelf = (form) => `form.${form.dataset.keep || new URL(form.action, location.href).pathname}`;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
/** Sent back by the server, because something is to be mended: it holds what was typed last. */
const isAsTyped = (form) =>
  "posted" in document.body.dataset && sessionStorage.getItem(SENT) === (read(shelf(form))?.sending ?? "");

if (me) {
  forgetSaved();
  document.querySelectorAll(KEPT).forEach(setUp);
  document.addEventListener("thread:opened", ({ detail }) => detail.thread.querySelectorAll(KEPT).forEach(setUp));
  document.addEventListener("form:opened", ({ detail }) => setUp(detail.form));
  for (const name of ["input", "change"]) document.addEventListener(name, ({ target }) => keepSoon(target.form));
  document.addEventListener("visibilitychange", () => document.hidden && keepNow());
  addEventListener("pagehide", keepNow);
}

function setUp(form) {
  if (stored.has(form)) return;
  const before = form.cloneNode(true);
  before.reset();
  stored.set(form, fieldsOf(before));
  if (isAsTyped(form)) {
    sentBack.add(form);
    return keep(form);
  }
  const kept = read(shelf(form));
  if (!kept) return;
  if (same(kept.fields, stored.get(form))) return forget(shelf(form));
  offer(form, kept.at, fill(form, kept.fields));
  for (const text of form.querySelectorAll("textarea")) text.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(form, at, missing) {
  const note = copyOf(document.getElementById("kept-note"));
  note.querySelector("time").dateTime = at;
  note.querySelector("[data-missing]").hidden = missing.length === 0;
  note.querySelector("[data-fields]").textContent = missing.map((name) => labelIn(form, name)).join(", ");
  note.addEventListener("click", ({ target }) => {
    if (target.dataset.kept === "discard") discard(form);
    if (!target.dataset.kept) return;
    note.remove();
    [...form.elements].find((one) => one.name && one.type !== "hidden")?.focus();
  });
  form.prepend(note);
}

function labelIn(form, name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const label = field?.closest("fieldset")?.querySelector("legend") ?? field?.labels?.[0];
  return label?.firstChild.textContent.trim() || name;
}

function discard(form) {
  fill(form, stored.get(form));
  done(form);
}

function done(form) {
  clearTimeout(due.get(form));
  due.delete(form);
  forget(shelf(form));
}

function keepSoon(form) {
  if (!form?.matches(KEPT)) return;
  clearTimeout(due.get(form));
  due.set(form, setTimeout(keep, PAUSE, form));
}

function keepNow() {
  for (const form of due.keys()) keep(form);
}

function keep(form) {
  clearTimeout(due.get(form));
  due.delete(form);
  const entry = { at: new Date().toISOString(), fields: fieldsOf(form) };
  if (same(entry.fields, stored.get(form)) && !sentBack.has(form)) forget(shelf(form));
  else write(shelf(form), entry);
}

/* Saved: a script says so of a form that it sends itself; of any other the server does, with a cookie of that name. */

document.addEventListener("form:saved", ({ detail: { form } }) => {
  if (!form.matches(KEPT)) return;
  done(form);
  stored.set(form, fieldsOf(form));
});

document.addEventListener("submit", (event) => {
  const { target: form } = event;
  keepNow(); // also before somebody is asked, at signing out, about what is kept
  if (!me || event.defaultPrevented || !form.matches(KEPT)) return;
  const kept = read(shelf(form));
  if (!kept) return;
  const token = newKey();
  write(shelf(form), { ...kept, sending: token });
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

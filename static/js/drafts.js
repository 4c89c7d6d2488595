/** What is being typed survives a closed tab: kept in this browser for its writer, apart for each place to write in. */

import { me } from "./http.js";
import { composerOf, threadOf } from "./places.js";

const shelf = (form) => ["wgcop.draft", me, threadOf(form).dataset.thread, form.dataset.reply].filter(Boolean).join(".");

function keep(form) {
  const text = form.elements.body.value;
  if (text) localStorage.setItem(shelf(form), text);
  else localStorage.removeItem(shelf(form));
}

function restore(form) {
  if (form && !form.elements.body.value) form.elements.body.value = localStorage.getItem(shelf(form)) ?? "";
}

document.addEventListener("input", ({ target }) => {
  if (target.name === "body" && target.form?.matches("[data-composer]")) keep(target.form);
});
document.addEventListener("thread:opened", ({ detail }) => restore(composerOf(detail.thread)));
document.addEventListener("composer:opened", ({ detail }) => restore(detail.form));
document.addEventListener("composer:filled", ({ detail }) => keep(detail.form));
document.addEventListener("composer:sent", ({ detail }) => localStorage.removeItem(shelf(detail.form)));

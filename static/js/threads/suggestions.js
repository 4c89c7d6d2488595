/**
 * Other words for those that a comment quotes: they begin as the quoted ones, and whoever reads them supports them, decides
 * about them, or makes a proposal of them. What a reader may do, the server says again.
 */

import { copyOf, me } from "../http.js";
import { say } from "../words.js";
import { addressOf, isListed, layerOf } from "./lookup.js";

/** @param {Announced["comment:controls-added"]} detail */
export function addSuggestionControls({ thread, comment, controls }) {
  const suggestion = comment.querySelector(":scope > [data-suggestion]");
  if (!suggestion || "madePublic" in comment.dataset) return;
  const { audience, person } = comment.dataset;
  const speaksHere = Boolean(controls.querySelector("[data-do='reply']"));
  if (thread.dataset.delegation && person !== me && speaksHere) addSupport(thread, suggestion, controls);
  if (suggestion.dataset.block) return; // a remark on a translation: nothing is decided or proposed
  if (decides(thread, comment)) {
    /** @type {HTMLAnchorElement} */
    const link = copyOf(thread.querySelector("template[data-decide-control]"));
    link.href = `${addressOf(comment)}/suggestion#decide-title`;
    controls.append(link);
  }
  const template = thread.querySelector("template[data-propose-control]");
  if (!template || suggestion.dataset.suggestion !== "here" || !audience || !speaksHere) return;
  if (comment.dataset.group && !isLeaving(thread, comment, suggestion)) return;
  const form = /** @type {HTMLFormElement} */ (copyOf(template));
  form.action = `${addressOf(comment)}/proposal`;
  form.elements.wording.value = comment.dataset.wording;
  controls.append(form);
}

/**
 * The words of a regional group leave it when its coordinators have accepted them, or with whoever suggested them.
 * @type {(thread: HTMLElement, comment: HTMLElement, suggestion: HTMLElement) => boolean}
 */
function isLeaving(thread, comment, suggestion) {
  return suggestion.dataset.decided === "accepted" || comment.dataset.delegation === thread.dataset.delegation;
}

/** @type {(thread: HTMLElement, suggestion: HTMLElement, controls: HTMLElement) => void} */
function addSupport(thread, suggestion, controls) {
  const button = copyOf(thread.querySelector("template[data-support-words-control]"));
  const supports = isListed(me, suggestion.dataset.supportersOfWords);
  const before = isListed(me, suggestion.dataset.supportedWordsBefore);
  button.setAttribute("aria-pressed", String(supports));
  button.querySelector("[data-label]").textContent = say(supports ? "supported" : before ? "support-again" : "support");
  controls.append(button);
}

/** @type {(thread: HTMLElement, comment: HTMLElement) => boolean} */
function decides(thread, { dataset: { audience, delegation, group } }) {
  if (audience === "members") return "decides" in thread.dataset;
  if (group) return isListed(group, thread.dataset.coordinates);
  const isOwn = layerOf(audience) === `delegation:${delegation}`;
  return isOwn && (isListed(delegation, thread.dataset.heads) || isListed(delegation, thread.dataset.deputyOf));
}

document.addEventListener("click", ({ target }) => {
  const fields = target.closest("[data-do='unquote']")?.form.elements;
  if (!fields?.suggests) return;
  fields.suggests.checked = false;
  fields.instead.value = "";
});

/* Whoever suggests others begins with the words as they are. */
document.addEventListener("change", ({ target }) => {
  if (target.name !== "suggests" || !target.checked) return;
  const { quote, instead } = target.form.elements;
  if (!instead.value) instead.value = quote.value;
  instead.focus();
});

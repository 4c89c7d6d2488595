/** What the reader may do with a comment. It differs by reader, so it is never part of what is broadcast. */

import { announce } from "../announce.js";
import { copyOf, me } from "../http.js";
import { say } from "../words.js";
import { composerOf, isListed, layerOf, threadOf } from "./lookup.js";
import { addTranslateControl } from "./translation.js";

/** @param {Announced["thread:opened"]} detail */
export function addControlsIn({ thread }) {
  thread.querySelectorAll(".comment").forEach(addControls);
}

/** @param {Entry} entry */
export function addControlsToArrived({ about }) {
  const arrived = document.getElementById(about.comment);
  if (arrived) addControls(arrived);
}

/** @param {HTMLElement} comment */
function addControls(comment) {
  const thread = threadOf(comment);
  const place = comment.querySelector(":scope > [data-controls]");
  if (!thread || !place || place.childElementCount) return;
  if (!thread.dataset.may) {
    addTranslateControl({ thread, comment, controls: place }); // that is for those who only read, too
    return;
  }
  const { audience, person, delegation, retracted } = comment.dataset;
  if (!audience || retracted !== undefined) return;
  const controls = copyOf(thread.querySelector("template[data-comment-controls]"));
  const isOwn = person === me && (!delegation || isListed(delegation, thread.dataset.memberOf));
  if (audience !== "members" && !offers(composerOf(thread), audience)) {
    controls.querySelector("[data-do='reply']").remove(); // the reader speaks for somebody else just now
  }
  if (!isOwn) controls.querySelectorAll("[data-own]").forEach((control) => control.remove());
  const who = comment.querySelector(":scope > .comment__head .person__name").textContent;
  controls.querySelector("[data-do='reply']")?.setAttribute("aria-label", say("reply-to", { who }));
  place.replaceWith(controls);
  announce("comment:controls-added", { thread, comment, controls });
}

/** @type {(form: HTMLFormElement, audience: string) => boolean} */
const offers = (form, audience) =>
  [...form.querySelectorAll('[name="audience"]')].some(
    ({ dataset, value }) => (dataset.offered ?? value) === layerOf(audience),
  );

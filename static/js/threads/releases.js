/**
 * A head of delegation makes public what was written within it, and a coordinator what was written within a regional group,
 * after a confirmation. Who wrote it only the writer's own page knows: from `data-wrote`, or from the private layer.
 */

import { me, submit } from "../http.js";
import { apply } from "../live.js";
import { letIn } from "./arrivals.js";
import { addressOf, isLayer, isListed, nameOf, restoreFocus, threadOfTopic } from "./lookup.js";

const dialog = document.getElementById("release-dialog");

/** @param {Announced["comment:controls-added"]} detail */
export function addReleaseControls({ thread, comment, controls }) {
  const { audience, delegation, group, madePublic, released } = comment.dataset;
  const speaks = group ? isListed(group, thread.dataset.coordinates) : isListed(delegation, thread.dataset.heads);
  if (madePublic) controls.querySelectorAll("[data-own]").forEach((control) => control.remove());
  else if (speaks && isLayer(audience)) add("release", thread, controls);
  if (released === undefined) return;
  if (speaks || isListed(nameOf(comment), thread.dataset.wrote)) add("retract", thread, controls);
}

/**
 * When the reader's own private words are released, their page learns which public comment is theirs to retract.
 *
 * @param {Entry} entry
 */
export function noteOwnRelease({ topic, about: { released_as: release, author } }) {
  const thread = release && String(author) === me && threadOfTopic(topic);
  if (!thread || isListed(release, thread.dataset.wrote)) return;
  thread.dataset.wrote = `${thread.dataset.wrote ?? ""} ${release}`;
  /** @type {HTMLElement | null} */
  const controls = document.querySelector(`#comment-${release} > [data-controls]`);
  if (controls && !controls.querySelector("[data-do='retract']")) add("retract", thread, controls);
}

/** @type {(name: string, thread: HTMLElement, controls: HTMLElement) => void} */
function add(name, thread, controls) {
  controls.append(thread.querySelector(`template[data-${name}-control]`).content.cloneNode(true));
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='release']");
  if (!button) return;
  const form = dialog.querySelector("form");
  const comment = button.closest(".comment");
  form.action = `${addressOf(comment)}/release`;
  form.dataset.about = comment.id;
  form.elements.wording.value = comment.dataset.wording;
  form.querySelector("[data-of-group]").hidden = !comment.dataset.group;
  form.querySelector("[data-of-delegation]").hidden = Boolean(comment.dataset.group);
  const body = comment.querySelector(":scope > [data-body]").cloneNode(true);
  form.querySelector("[data-words-to-release]").replaceChildren(...body.childNodes);
  form.querySelector("[data-problem]").textContent = "";
  dialog.showModal();
});

/** Where the release that is under way was sent: a second press is none. */
let underWay = "";

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-release]") || event.submitter?.formMethod === "dialog") return;
  event.preventDefault();
  const { action } = form;
  if (action === underWay) return;
  underWay = action;
  const isStillShown = () => dialog.open && form.action === action; // the dialog serves one comment after another
  try {
    show(await submit(action, new FormData(form)));
    if (isStillShown()) {
      dialog.close();
      restoreFocus(form.dataset.about);
    }
  } catch (problem) {
    if (isStillShown()) form.querySelector("[data-problem]").textContent = problem.message;
  } finally {
    if (underWay === action) underWay = "";
  }
});

/**
 * At the end of the thread, or of the replies to what was released before.
 *
 * @param {{topic: string, html: string, about: Entry["about"]}} answer
 */
function show({ topic, html, about }) {
  const { comment, parent } = about;
  if (document.getElementById(comment)) return; // it has arrived by its number already
  const thread = threadOfTopic(topic);
  if (thread) letIn(thread); // what came before it stands before it
  apply({ topic, action: "append", target: parent ? `replies-${parent}` : `comments-${topic}`, html, about });
}

/**
 * A head of delegation makes public what was written within it, and a coordinator what was written within a regional group,
 * after a confirmation. Who wrote it only the writer's own page knows: from `data-wrote`, or from the private layer.
 */

import { me } from "../http.js";
import { say } from "../words.js";
import { isLayer, isListed, nameOf, threadOf, threadOfTopic } from "./lookup.js";

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

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-do='release']");
  if (!button) return;
  try {
    const { askToRelease } = await import("./release-dialog.js");
    askToRelease(button);
  } catch {
    threadOf(button).querySelector("[data-heard]").textContent = say("not-sent");
  }
});

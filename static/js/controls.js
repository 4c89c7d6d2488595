/** What the reader may do with a comment: his own business, so never part of what is broadcast. */

import { elements, me } from "./http.js";
import { composerOf, isListed, threadOf } from "./places.js";
import { tell } from "./tell.js";

for (const name of ["thread:opened", "thread:extended"]) {
  document.addEventListener(name, ({ detail }) => detail.thread.querySelectorAll(".comment").forEach(addControls));
}
document.addEventListener("live:applied", ({ detail }) => {
  for (const { id } of elements(detail.html ?? "")) {
    const arrived = document.getElementById(id);
    if (arrived?.matches(".comment")) addControls(arrived);
  }
});

function addControls(comment) {
  const thread = threadOf(comment);
  if (!thread?.dataset.may || comment.querySelector("[data-controls]")) return;
  const { audience, person, delegation, retracted } = comment.dataset;
  if (!audience || retracted !== undefined) return;
  const controls = thread.querySelector("template[data-comment-controls]").content.firstElementChild.cloneNode(true);
  const isOwn = person === me && (!delegation || isListed(delegation, thread.dataset.memberOf));
  if (audience !== "members" && !offers(composerOf(thread), audience)) {
    controls.querySelector("[data-do='reply']").remove(); // the reader speaks for somebody else just now
  }
  if (!isOwn) controls.querySelectorAll("[data-own]").forEach((one) => one.remove());
  (comment.querySelector("[data-supporters]") ?? comment.querySelector("[data-body]")).after(controls);
  tell("comment:controls", { thread, comment, controls });
}

const offers = (form, audience) =>
  [...form.querySelectorAll('[name="audience"]')].some(({ dataset, value }) => (dataset.offered ?? value) === audience);

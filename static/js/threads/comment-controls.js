/** What the reader may do with a comment: their own business, so never part of what is broadcast. */

import { me } from "../http.js";
import { commentIn, composerOf, isListed, threadOf } from "./lookup.js";
import { tell } from "../announce.js";
import { say } from "../words.js";

for (const name of ["thread:opened", "thread:extended"]) {
  document.addEventListener(name, ({ detail }) => detail.thread.querySelectorAll(".comment").forEach(addControls));
}
document.addEventListener("live:applied", ({ detail }) => {
  const arrived = document.getElementById(commentIn(detail.html)?.id);
  if (arrived) addControls(arrived);
});

function addControls(comment) {
  const thread = threadOf(comment);
  if (!thread?.dataset.may) return;
  const place = comment.querySelector(":scope > [data-controls]");
  if (!place || place.childElementCount) return;
  const { audience, person, delegation, retracted } = comment.dataset;
  if (!audience || retracted !== undefined) return;
  const controls = copyOf(thread.querySelector("template[data-comment-controls]"));
  const isOwn = person === me && (!delegation || isListed(delegation, thread.dataset.memberOf));
  if (audience !== "members" && !offers(composerOf(thread), audience)) {
    controls.querySelector("[data-do='reply']").remove(); // the reader speaks for somebody else just now
  }
  if (!isOwn) controls.querySelectorAll("[data-own]").forEach((one) => one.remove());
  const who = comment.querySelector(":scope > .comment__head .person__name").textContent;
  controls.querySelector("[data-do='reply']")?.setAttribute("aria-label", say("reply-to", { who }));
  place.replaceWith(controls);
  tell("comment:controls", { thread, comment, controls });
}

const offers = (form, audience) =>
  [...form.querySelectorAll('[name="audience"]')].some(({ dataset, value }) => (dataset.offered ?? value) === audience);

/** Comments that wait to be sent, as their writer sees them in the thread. */

import { apply } from "../live.js";
import { commentIn, composerOf, stay, threadNamed, threadOf } from "./lookup.js";
import { waiting } from "./unsent-storage.js";
import { startReply } from "./comment-forms.js";
import { tell } from "../announce.js";
import { discard } from "./unsent-queue.js";
import { say } from "../words.js";

const shown = (key) => document.getElementById(`waiting-${key}`);

function show(item) {
  const template = threadNamed(item.thread)?.querySelector("template[data-waiting]");
  if (!template || shown(item.key)) return;
  const comment = copyOf(template);
  comment.id = `waiting-${item.key}`;
  comment.dataset.key = item.key;
  comment.querySelector("[data-body]").textContent = item.fields.body;
  const isPrivate = item.fields.audience !== "members";
  comment.classList.toggle("comment--private", isPrivate);
  if (isPrivate && item.readers) comment.querySelector("[data-readers]").textContent = item.readers;
  const list = item.fields.parent && document.getElementById(`replies-${item.fields.parent}`);
  (list || document.getElementById(`comments-${item.thread}`)).append(comment);
  explain(item);
}

function explain(item) {
  const comment = shown(item.key);
  if (!comment) return;
  const offline = document.documentElement.dataset.live === "off" || !navigator.onLine;
  comment.querySelector("[data-state]").textContent = item.refused || item.paused || say(offline ? "waiting" : "sending");
  comment.classList.toggle("comment--refused", Boolean(item.refused));
  comment.querySelector("[data-waiting-controls]").hidden = !(item.refused || item.paused || offline);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-do='discard'], [data-do='again']");
  if (!button) return;
  const comment = button.closest(".comment");
  if (button.dataset.do === "again") return editAgain(comment);
  const thread = threadOf(comment);
  drop(comment);
  composerOf(thread)?.elements.body.focus();
});

function drop(comment) {
  discard(comment.dataset.key);
  takeAway(comment);
}

let followed = ""; // the key of words on which their writer's focus was when they were taken away

function takeAway(comment) {
  if (comment?.contains(document.activeElement)) followed = comment.dataset.key;
  comment?.remove();
}

document.addEventListener("live:applied", ({ detail }) => {
  const arrived = followed && commentIn(detail.html);
  if (!arrived || arrived.dataset.key !== followed) return;
  followed = "";
  stay(document.getElementById(arrived.id));
});

/** Whether these words waited here: what has arrived needs no sending, even if the answer to that never comes. */
export function settle({ html }) {
  const key = /data-key="([^"]+)"/.exec(html)?.[1];
  const comment = key && shown(key);
  if (comment) drop(comment);
  return Boolean(comment);
}

/** Back to where it was written, as it was written: the words are the writer's until somebody has them. */
function editAgain(comment) {
  const item = waiting().find((one) => one.key === comment.dataset.key);
  if (!item) return comment.remove();
  const { fields, readers, thread } = item;
  const answered = fields.parent && document.getElementById(`comment-${fields.parent}`);
  const form = answered ? startReply(answered) : composerOf(threadNamed(thread));
  tell("composer:fill", { form, fields, readers });
  drop(comment);
  form.elements.body.focus();
}

document.addEventListener("thread:opened", ({ detail: { thread } }) => {
  for (const item of waiting()) if (item.thread === thread.dataset.thread) show(item);
});
document.addEventListener("waiting:added", ({ detail }) => show(detail));
document.addEventListener("waiting:refused", ({ detail }) => explain(detail));
document.addEventListener("waiting:paused", ({ detail }) => {
  explain({ ...detail, paused: say("saying-much", { minutes: detail.minutes }) });
});
document.addEventListener("waiting:sent", ({ detail: { key, thread, fields, answer } }) => {
  takeAway(shown(key));
  if (document.getElementById(`comment-${answer.id}`)) return; // heard by its number already
  const target = fields.parent ? `replies-${fields.parent}` : `comments-${thread}`;
  apply({ topic: answer.topic, action: "append", target, html: answer.html });
});
document.addEventListener("live:state", () => waiting().forEach(explain));

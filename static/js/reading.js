/** How far the reader has read: told to the server while he looks, and followed where another tab of his is ahead. */

import { holdsBack } from "./arrivals.js";
import { me, post } from "./http.js";
import { known } from "./live.js";
import { hasLater } from "./more.js";
import { threadOfTopic } from "./places.js";
import { tell } from "./tell.js";

const marked = new Map(); // topic → the number up to which it is marked

function mark(thread) {
  if (document.hidden || !me || holdsBack(thread) || hasLater(thread)) return;
  for (const { dataset } of thread.querySelectorAll("[data-topic]")) {
    const { topic } = dataset;
    const seq = Math.max(known(topic), Number(dataset.seq));
    if (seq <= Math.max(marked.get(topic) ?? 0, Number(dataset.mark))) continue;
    marked.set(topic, seq);
    post("/read-marks", { topic, seq })
      .then(() => tell("live:changed", { topic }))
      .catch(() => marked.delete(topic));
  }
}

for (const name of ["thread:opened", "thread:extended"]) {
  document.addEventListener(name, ({ detail }) => mark(detail.thread));
}
document.addEventListener("live:applied", ({ detail: { topic } }) => {
  const thread = topic && threadOfTopic(topic);
  if (thread) mark(thread);
});
document.addEventListener("visibilitychange", () => document.querySelectorAll("[data-thread]").forEach(mark));

/** Read in another tab: here nothing is new any more either. */
document.addEventListener("live:read", ({ detail: { topic, seq } }) => {
  const thread = threadOfTopic(topic);
  if (!thread || (marked.get(topic) ?? 0) >= seq || seq < known(topic)) return;
  marked.set(topic, seq);
  thread.querySelector("[data-new-since]")?.remove();
  thread.querySelectorAll(".comment.is-new").forEach((one) => one.classList.remove("is-new"));
});

/**
 * A long list comes in parts: what is earlier and later is put in its place when it is asked for, without a jump.
 * What is said meanwhile beyond the part that is shown is counted beside "Later comments".
 */

import { elements, fragment } from "../http.js";
import { askAgain, known } from "../live.js";
import { commentIn, stay, threadOf } from "./lookup.js";
import { tell } from "../announce.js";
import { say } from "../words.js";

const beyond = new Map(); // a list's id → ids of comments that were said beyond the part of it that is shown

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await extend(link);
});

/** Whether a new comment stands beyond what is shown of its list; between the two lies a part not asked for yet. */
export function isBeyond({ action, target, html }) {
  const list = document.getElementById(target);
  const link = action === "append" && list?.querySelector(":scope > [data-later] [data-more]");
  const id = commentIn(html)?.id;
  if (!link || document.getElementById(id)) return false;
  beyond.set(target, (beyond.get(target) ?? new Set()).add(id));
  tellHowMany(list);
  return true;
}

function tellHowMany(list) {
  const place = list.querySelector(":scope > [data-later] [data-arrived]");
  const count = [...(beyond.get(list.id) ?? [])].filter((id) => !document.getElementById(id)).length;
  if (place) place.textContent = count ? `(${say("new", { count })})` : "";
}

async function extend(link) {
  link.setAttribute("aria-busy", "true");
  const item = link.closest("li");
  const list = item.parentElement;
  const thread = threadOf(item);
  const before = [...thread.querySelectorAll("[data-topic]")].map(({ dataset: { topic } }) => [topic, known(topic)]);
  const answer = await fragment(link.dataset.fragment).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  const below = item.nextElementSibling;
  const place = below?.getBoundingClientRect().top;
  const arrived = elements(await answer.text());
  const comments = arrived.flatMap((one) => [...one.querySelectorAll(":scope > .comment")]);
  const next = link.dataset.more === "earlier" ? comments.at(-1) : comments[0];
  // What came by itself meanwhile, beyond the gap, now stands in its own place.
  for (const { id } of comments) document.getElementById(id)?.closest(".said").remove();
  item.replaceWith(...arrived);
  tellHowMany(list);
  tell("thread:extended", { thread });
  // What was said while the part was under way may be missing in it, or look older.
  for (const [topic, seq] of before) if (known(topic) > seq) askAgain(topic, seq);
  if (next) stay(next);
  if (link.dataset.more !== "earlier" || !below) return;
  // Times are worded and controls added to what has just arrived: hold the place until they are.
  const hold = () => scrollBy({ top: below.getBoundingClientRect().top - place, behavior: "instant" });
  hold();
  requestAnimationFrame(hold);
}

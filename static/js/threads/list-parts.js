/**
 * A long list comes in parts: "Earlier" and "Later comments" put the next part in its place without a jump.
 * New comments beyond the part that is shown are counted beside "Later comments".
 */

import { announce } from "../announce.js";
import { elements, fragment, noAnswer } from "../http.js";
import { catchUpFrom, lastNumber } from "../live.js";
import { say } from "../words.js";
import { focusOn, threadOf } from "./lookup.js";

/** @type {Map<string, Set<string>>} a list's id → ids of new comments beyond the part of it that is shown */
const beyond = new Map();

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await extend(link);
});

/**
 * Whether a new comment stands beyond what is shown of its list, with a part between that was not asked for yet. It is
 * counted then.
 *
 * @param {Entry} entry
 */
export function noteBeyond({ action, target, about: { comment } }) {
  const list = document.getElementById(target);
  const link = action === "append" && list?.querySelector(":scope > [data-later] [data-more]");
  if (!link || document.getElementById(comment)) return false;
  beyond.set(target, (beyond.get(target) ?? new Set()).add(comment));
  showCount(list);
  return true;
}

/** @param {HTMLElement} list */
function showCount(list) {
  const place = list.querySelector(":scope > [data-later] [data-arrived]");
  const count = [...(beyond.get(list.id) ?? [])].filter((id) => !document.getElementById(id)).length;
  if (place) place.textContent = count ? `(${say("new", { count })})` : "";
}

/** @param {HTMLAnchorElement} link */
async function extend(link) {
  link.setAttribute("aria-busy", "true");
  const item = link.closest("li");
  const list = item.parentElement;
  const thread = threadOf(item);
  const numbers = [...thread.querySelectorAll("[data-topic]")].map(({ dataset: { topic } }) => ({ topic, seq: lastNumber(topic) }));
  const answer = await fragment(link.dataset.fragment).catch(noAnswer);
  if (!answer?.ok) return location.assign(link.href);
  const below = item.nextElementSibling;
  const place = below?.getBoundingClientRect().top;
  const arrived = elements(await answer.text());
  const comments = arrived.flatMap((element) => [...element.querySelectorAll(":scope > .comment")]);
  const next = link.dataset.more === "earlier" ? comments.at(-1) : comments[0];
  // What arrived by itself meanwhile, beyond the gap, now stands in its own place.
  for (const { id } of comments) document.getElementById(id)?.closest(".said").remove();
  item.replaceWith(...arrived);
  showCount(list);
  announce("thread:extended", { thread });
  // What happened while the part was under way may be missing in it, or look older.
  for (const { topic, seq } of numbers) if (lastNumber(topic) > seq) catchUpFrom(topic, seq);
  if (next) focusOn(next);
  if (link.dataset.more !== "earlier" || !below) return;
  // Times are worded and controls added to what has just arrived: hold the place until they are.
  const hold = () => scrollBy({ top: below.getBoundingClientRect().top - place, behavior: "instant" });
  hold();
  requestAnimationFrame(hold);
}

/** A long thread comes in parts: what is earlier and later is put in its place when it is asked for, without a jump. */

import { elements, fragment } from "./http.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await extend(link);
});

export async function extend(link) {
  link.setAttribute("aria-busy", "true");
  const answer = await fragment(link.dataset.fragment).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  const item = link.closest("li");
  const thread = item.closest("[data-thread]");
  const below = item.nextElementSibling;
  const place = below?.getBoundingClientRect().top;
  const arrived = elements(await answer.text());
  const comments = arrived.filter((one) => one.matches(".comment"));
  const next = link.dataset.more === "earlier" ? comments.at(-1) : comments[0];
  // What came by itself meanwhile, beyond the gap, now stands in its own place.
  for (const one of arrived) if (one.id) document.getElementById(one.id)?.remove();
  for (const list of arrived.flatMap((one) => [...one.querySelectorAll("[data-list]")])) {
    document.getElementById(list.id)?.closest("li.replies")?.remove();
  }
  item.replaceWith(...arrived);
  document.dispatchEvent(new CustomEvent("thread:extended", { detail: { thread } }));
  if (next) {
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }
  if (link.dataset.more !== "earlier" || !below) return;
  // Times are worded and controls added to what has just arrived: hold the place until they are.
  const hold = () => scrollBy({ top: below.getBoundingClientRect().top - place, behavior: "instant" });
  hold();
  requestAnimationFrame(hold);
}

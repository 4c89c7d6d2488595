/** The proposal map: a proposal opens beside the table, which stays where it was scrolled to. */

import "./live.js";
import "../current-part.js";
import { elements, fragment, noAnswer } from "../http.js";

const hasRoom = matchMedia("(width >= 60rem)");
const beside = () => document.getElementById("beside");
let asked = 0;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-beside]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !hasRoom.matches) return;
  event.preventDefault();
  show(link);
});

document.addEventListener("keydown", ({ key, target, defaultPrevented }) => {
  if (key !== "Escape" || beside().hidden || defaultPrevented || target.closest("input, select, textarea")) return;
  show(beside().querySelector("a[data-beside]"));
});

/** What the link leads to, also nothing: then it closes. @param {HTMLAnchorElement} link */
async function show(link) {
  const number = ++asked;
  const { href } = link;
  const answer = await fragment(href).catch(noAnswer);
  if (number !== asked) return;
  if (!answer?.ok) return location.assign(href);
  const [newer] = elements(await answer.text());
  const before = document.querySelector("a[data-beside][aria-current]");
  before?.removeAttribute("aria-current");
  beside().replaceWith(newer);
  history.replaceState(null, "", href);
  const opener = link.dataset.beside ? document.getElementById(`map-${link.dataset.beside}`) : null;
  opener?.setAttribute("aria-current", "true");
  (opener ? document.getElementById("beside-title") : before)?.focus({ preventScroll: true });
}

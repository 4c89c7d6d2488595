/**
 * Numbered paragraphs of Word and LibreOffice, which they write as a list that goes on after other text. The rule is that of
 * Word files that are brought in, `numbered.py`: lists begin anew, and the numbers of paragraphs run through the paper.
 */

import { styled } from "./elements.js";

/** @typedef {{lists: Element[], next: number}} Chain lists of which each goes on where the one before it ended */

const FEWEST = 2;

/** @param {HTMLElement} body */
export function numberParagraphs(body) {
  const lists = [...body.querySelectorAll('ol:not([type]), ol[type="1"]')].filter((list) => !list.parentElement.closest("li, td, th, blockquote"));
  const longest = chainsOf(lists)
    .filter(({ next, lists: parts }) => next > FEWEST && parts.some((list, at) => at > 0 && isTextBetween(parts[at - 1], list)))
    .toSorted((one, other) => other.next - one.next)
    .at(0);
  for (const list of longest?.lists ?? []) {
    for (const item of list.children) item.querySelector(":scope > p:first-child")?.setAttribute("data-numbered", "");
    list.replaceWith(...[...list.children].flatMap((item) => [...item.childNodes]));
  }
  for (const list of body.querySelectorAll("[data-list]")) list.removeAttribute("data-list");
}

/** Word names its lists; of other lists the one goes on that ended with the number before. @param {Element[]} lists @returns {Chain[]} */
function chainsOf(lists) {
  /** @type {Chain[]} */
  const chains = [];
  for (const list of lists) {
    const start = Number(list.getAttribute("start") ?? 1);
    const before = chains.findLast(({ lists: [first], next }) => next === start && nameOf(first) === nameOf(list));
    if (before) {
      before.lists.push(list);
      before.next += list.children.length;
    } else if (start === 1) chains.push({ lists: [list], next: 1 + list.children.length });
  }
  return chains;
}

/** @param {Element} list */
const nameOf = (list) => list.getAttribute("data-list");

/** Whether something stands between two lists that belongs to no item. @type {(list: Element, other: Element) => boolean} */
function isTextBetween(list, other) {
  for (let next = list.nextElementSibling; next && next !== other; next = next.nextElementSibling) {
    if (/^H\d|TABLE$/.test(next.tagName)) return true;
    const isOfItem = /List(?:Paragraph|Continue)/.test(next.className) || Number.parseFloat(styled(next, "margin-left")) > 0;
    if (!/^[UO]L$/.test(next.tagName) && next.textContent.trim() && !isOfItem) return true;
  }
  return false;
}

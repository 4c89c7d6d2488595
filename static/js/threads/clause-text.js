/**
 * The text of a clause, or of a paragraph of a paper, as the server counts its characters: a line break is one character.
 * What the page adds to it, and what is marked as deleted, does not count.
 */

const ADDED = "[data-said-of], [data-quote-button], [role='doc-noteref'], .numbered__label, .visually-hidden, del, img";

/**
 * The pieces of text below an element, each with its place in the whole.
 *
 * @param {HTMLElement} words
 */
function piecesOf(words) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  /** @type {{node: Node, data: string, at: number, length: number}[]} */
  const pieces = [];
  let at = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const added = node.parentElement.closest(ADDED);
    if (added && added !== words && words.contains(added)) continue;
    const data = node.nodeType === Node.TEXT_NODE ? node.nodeValue : "";
    const length = data.length || Number(node.nodeName === "BR");
    if (length) pieces.push({ node, data, at, length });
    at += length;
  }
  return pieces;
}

/** @param {HTMLElement} words */
export const textOf = (words) =>
  piecesOf(words)
    .map(({ data }) => data || "\n")
    .join("");

/** The place on the page of some characters of the text. @type {(words: HTMLElement, start: number, end: number) => Range} */
export function rangeOf(words, start, end) {
  const range = document.createRange();
  let isBegun = false;
  for (const { node, data, at, length } of piecesOf(words)) {
    if (!data) continue;
    if (!isBegun && start < at + length) {
      range.setStart(node, Math.max(0, start - at));
      isBegun = true;
    }
    if (end <= at + length) {
      range.setEnd(node, Math.max(0, end - at));
      break;
    }
  }
  return range;
}

/** How many characters stand before a point of the page. @type {(words: HTMLElement, container: Node, offset: number) => number} */
export function offsetOf(words, container, offset) {
  const point = document.createRange();
  point.setStart(container, offset);
  let count = 0;
  for (const { node, length } of piecesOf(words)) {
    if (node === container) return count + offset;
    const here = document.createRange();
    here.selectNode(node);
    if (point.compareBoundaryPoints(Range.START_TO_START, here) <= 0) break;
    count += length;
  }
  return count;
}

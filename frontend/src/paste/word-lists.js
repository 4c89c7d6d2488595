/** Word writes lists as paragraphs with a marker and a level in their style; here they become lists again. */

import { styled } from "./elements.js";

/** @typedef {{type: "ul" | "ol", style: string, delim: string, start: number}} Kind */
/** @typedef {{list: HTMLElement, level: number, key: string, kind: Kind}} Opened */

const LIST = /(?:^|\s)(l\d+)\s+level(\d+)/i;

/** @param {HTMLElement} body */
export function listsFromWord(body) {
  /** @type {Opened[]} the lists that are open, from the outside in */
  let opened = [];
  /** @type {Element | null} */
  let last = null;
  for (const paragraph of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    if (paragraph.closest("li")) continue;
    const named = LIST.exec(styled(paragraph, "mso-list"));
    if (!named) continue;
    // A heading with a number is a heading; the number goes.
    const marker = takeMarker(paragraph);
    if (paragraph.tagName !== "P") continue;
    const level = Number(named[2]);
    if (!last || !follows(paragraph, opened[0]?.list)) opened = [];
    opened = opened.filter((one) => one.level <= level);
    const kind = kindOf(marker);
    let current = opened.at(-1);
    if (current?.level === level && (current.key !== named[1] || current.kind.type !== kind.type)) {
      opened.pop();
      current = opened.at(-1);
    }
    if (!current || current.level < level) {
      const list = listOf(paragraph, kind);
      list.setAttribute("data-list", named[1]);
      if (current) current.list.lastElementChild.append(list);
      else paragraph.before(list);
      current = { list, level, key: named[1], kind };
      opened.push(current);
    }
    const item = paragraph.ownerDocument.createElement("li");
    current.list.append(item);
    item.append(paragraph);
    last = paragraph;
  }
}

/** Whether a paragraph comes straight after a list. @type {(paragraph: Element, list?: Element) => boolean} */
function follows(paragraph, list) {
  let before = paragraph.previousSibling;
  while (before && before.nodeType === 3 && !before.nodeValue.trim()) before = before.previousSibling;
  return Boolean(list) && before === list;
}

/** Takes the typed marker out of a paragraph, and gives it. @param {Element} paragraph */
function takeMarker(paragraph) {
  const ignored = [...paragraph.querySelectorAll("span")].find((span) => /ignore/i.test(styled(span, "mso-list")));
  if (!ignored) return "";
  const words = ignored.textContent.replace(/[\s\u00a0]+/g, "");
  const isSymbol = /symbol|wingdings/i.test(`${styled(ignored, "font-family")} ${ignored.parentElement.getAttribute("data-style")}`);
  const { parentElement: around } = ignored;
  ignored.remove();
  if (around !== paragraph && !around.textContent.trim() && !around.querySelector("img")) around.remove();
  return isSymbol ? "·" : words;
}

/** @param {string} marker @returns {Kind} */
export function kindOf(marker) {
  const parts = /^(\()?(\d{1,5}|[ivxlcdm]+|[IVXLCDM]+|[a-z]|[A-Z])([.)])?$/.exec(marker);
  if (!parts || (!parts[1] && !parts[3])) return { type: "ul", style: "", delim: "", start: 1 };
  const [, open, word, close] = parts;
  const delim = open && close === ")" ? "()" : (close ?? ".");
  if (/\d/.test(word)) return { type: "ol", style: "1", delim, start: Number(word) };
  const isCapital = word === word.toUpperCase();
  const small = word.toLowerCase();
  // “i” begins Roman numbers, “c” goes on with letters.
  if (small.length > 1 || small === "i") return { type: "ol", style: isCapital ? "I" : "i", delim, start: roman(small) };
  return { type: "ol", style: isCapital ? "A" : "a", delim, start: small.charCodeAt(0) - 96 };
}

/** @param {string} word */
function roman(word) {
  /** @type {Record<string, number>} */
  const values = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
  const numbers = [...word].map((letter) => values[letter]);
  return numbers.reduce((sum, value, at) => sum + (value < (numbers[at + 1] ?? 0) ? -value : value), 0);
}

/** @type {(beside: Element, kind: Kind) => HTMLElement} */
function listOf(beside, { type, style, delim, start }) {
  const list = beside.ownerDocument.createElement(type);
  if (type === "ol") {
    list.setAttribute("type", style);
    list.setAttribute("data-delim", delim);
    list.setAttribute("start", String(start));
  }
  return list;
}


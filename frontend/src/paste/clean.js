/**
 * What Word, LibreOffice and web pages put on the clipboard as HTML, brought to the few elements that a paper has. What
 * has a meaning is kept: headings, lists with their numbers, tables, notes, pictures, marked changes, emphasis and links.
 * What only looks is dropped.
 */

import { dropAsides } from "./asides.js";
import { renamed, styled, unwrapped } from "./elements.js";
import { listsFromWord } from "./word-lists.js";
import { notes } from "./notes.js";
import { numberParagraphs } from "./numbered.js";
import { canTell, markChanges } from "./rtf.js";

/** @typedef {{kind: "data" | "address" | "missing", source: string, alt: string}} Picture */
/** @typedef {"known" | "unclear" | "unknown"} Changes whether it is certain which words were deleted, some were not found, or nothing tells */

const GONE = "script, style, link, meta, title, xml, template, iframe, object, embed, input, button, select, textarea, col, colgroup";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, table, tr, td, th, blockquote, div, section, article, dl, dt, dd, pre, figure";

/**
 * A document of its own, in which nothing runs and nothing is fetched. Styles are read as data: as styles, the rules of
 * the page would forbid them aloud.
 *
 * @param {string} html
 */
export function parse(html) {
  const inert = html
    .replace(/<!--\[if [^>]*\]>[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<!\[[^>]*\]>/g, "")
    .replace(/<(script|style|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/[\s"'/]on\w+\s*=/gi, " data-gone=").replace(/\s(?:src|srcset)\s*=/gi, (name) => ` data-${name.trim()}`));
  return new DOMParser().parseFromString(inert, "text/html");
}

/**
 * `rtf` is what the clipboard has beside it: the HTML of LibreOffice has deleted words like any others.
 *
 * @type {(html: string, names: {picture: string}, rtf?: string) => {body: HTMLElement, pictures: Map<string, Picture>, changes: Changes}}
 */
export function clean(html, names, rtf = "") {
  const page = parse(html);
  const { body } = page;
  const isWord = /urn:schemas-microsoft-com:office|class="?Mso|mso-/i.test(html);
  const isLibreOffice = /<meta name="generator" content="(?:LibreOffice|OpenOffice)/i.test(html);
  for (const element of body.querySelectorAll(GONE)) element.remove();
  dropComments(body);
  if (body.querySelector("[data-pm-slice]")) return { body, pictures: ownPictures(body), changes: "known" };
  dropAsides(body);
  const changes = takeChanges(body, rtf, isLibreOffice);
  notes(body);
  if (isWord) {
    headings(body);
    listsFromWord(body);
  }
  mergeLists(body);
  if (isWord || isLibreOffice) numberParagraphs(body);
  tables(body);
  markedChanges(body);
  marks(body);
  const pictures = takePictures(body, names);
  strip(body);
  return { body, pictures, changes };
}

/** @type {(body: HTMLElement, rtf: string, isLibreOffice: boolean) => Changes} */
function takeChanges(body, rtf, isLibreOffice) {
  if (body.querySelector("ins, del, .msoIns, .msoDel")) return "known";
  if (markChanges(body, rtf)) return "unclear";
  return isLibreOffice && !canTell(rtf) ? "unknown" : "known";
}

/** @param {HTMLElement} body */
function dropComments(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) /** @type {Comment} */ (comment).remove();
}

/** Word's headings that are no h1 to h6: a title, and styles that somebody has named. @param {HTMLElement} body */
function headings(body) {
  for (const element of body.querySelectorAll("p")) {
    const named = /MsoHeading(\d)|^Heading(\d)/i.exec(element.className) ?? /heading (\d)/i.exec(styled(element, "mso-style-name"));
    const level = element.className.includes("MsoTitle") ? 1 : Number(named?.[1] ?? named?.[2] ?? styled(element, "mso-outline-level"));
    if (level >= 1 && level <= 9) renamed(element, `h${Math.min(level, 4)}`);
  }
}

/** A list that stands in a list, beside its items, belongs to the item before it; LibreOffice also writes single lists apart. @param {HTMLElement} body */
function mergeLists(body) {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling;
    if (item?.tagName === "LI") item.append(list);
    else {
      const wrapper = body.ownerDocument.createElement("li");
      list.before(wrapper);
      wrapper.append(list);
    }
  }
}

/** Cells of a head are header cells; a caption is a paragraph. @param {HTMLElement} body */
function tables(body) {
  for (const caption of body.querySelectorAll("table > caption")) {
    const table = caption.parentElement;
    table.before(renamed(caption, "p"));
  }
  for (const cell of body.querySelectorAll("thead td")) renamed(cell, "th");
  for (const table of body.querySelectorAll("table")) {
    if (!table.querySelector("td, th")) table.remove();
  }
}

/** Deleted and inserted words stay marked, with who did it and when. @param {HTMLElement} body */
function markedChanges(body) {
  for (const element of body.querySelectorAll("span.msoDel, span.msoIns")) {
    if (element.querySelector("ins, del")) unwrapped(element);
    else renamed(element, element.className === "msoDel" ? "del" : "ins");
  }
  for (const element of body.querySelectorAll("s, strike")) renamed(element, "del");
  for (const element of body.querySelectorAll("span, font")) {
    if (/line-through/i.test(styled(element, "text-decoration"))) renamed(element, "del");
  }
  for (const element of body.querySelectorAll("ins, del")) {
    const by = (element.getAttribute("cite") ?? "").replace(/^mailto:/i, "");
    const at = element.getAttribute("datetime") ?? "";
    if (by && !/^https?:/i.test(by)) element.setAttribute("data-by", decoded(by).slice(0, 200));
    const moment = new Date(/T[\d:]+$/.test(at) ? `${at}Z` : at);
    if (at && !Number.isNaN(moment.getTime())) element.setAttribute("data-at", moment.toISOString().replace(/\.\d+Z$/, "Z"));
  }
  // Around whole blocks the mark goes inside, where words can carry it.
  for (const element of [...body.querySelectorAll("ins, del")].filter((one) => one.querySelector(BLOCKS))) {
    for (const text of textsIn(element)) {
      const inner = /** @type {Element} */ (element.cloneNode(false));
      text.replaceWith(inner);
      inner.append(text);
    }
    unwrapped(element);
  }
}

/** @param {string} name */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** @param {Element} element */
function textsIn(element) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.nodeValue.trim()) texts.push(/** @type {Text} */ (walker.currentNode));
  return texts;
}

/** What a style says with a meaning, as an element. @param {HTMLElement} body */
function marks(body) {
  for (const element of body.querySelectorAll("b, strong, i, em")) {
    // Google writes everything into one <b> that is not bold.
    if (/^(?:normal|400)$/.test(styled(element, "font-weight")) || (/^I|EM$/.test(element.tagName) && styled(element, "font-style") === "normal")) {
      unwrapped(element);
    }
  }
  for (const element of body.querySelectorAll("span, font, a")) {
    const isHeading = element.closest("h1, h2, h3, h4, h5, h6");
    const wanted = [
      !isHeading && /^(?:bold|bolder|[6-9]00)$/.test(styled(element, "font-weight")) && "strong",
      /^(?:italic|oblique)/.test(styled(element, "font-style")) && "em",
      element.tagName !== "A" && /\bunderline\b/.test(styled(element, "text-decoration")) && "u",
      styled(element, "vertical-align") === "super" && "sup",
      styled(element, "vertical-align") === "sub" && "sub",
    ];
    for (const tag of wanted) {
      if (!tag) continue;
      const mark = body.ownerDocument.createElement(tag);
      mark.append(...element.childNodes);
      element.append(mark);
    }
  }
  for (const element of body.querySelectorAll("a:not([href]), a[href^='#'], span:not([data-note]), font")) unwrapped(element);
}

/** Of this workspace already. @param {HTMLElement} body */
function ownPictures(body) {
  /** @type {Map<string, Picture>} */
  const found = new Map();
  for (const img of body.querySelectorAll("img")) {
    img.setAttribute("src", img.getAttribute("data-src") ?? "");
  }
  return found;
}

/** Each picture becomes a place with a name; the caller stores what can be stored. @type {(body: HTMLElement, names: {picture: string}) => Map<string, Picture>} */
function takePictures(body, { picture: word }) {
  /** @type {Map<string, Picture>} */
  const found = new Map();
  for (const img of body.querySelectorAll("img, v\\:imagedata")) {
    const source = img.getAttribute("data-src") ?? "";
    const alt = (img.getAttribute("alt") ?? "").trim();
    const isDecoration = Number(img.getAttribute("width")) === 1 || Number(img.getAttribute("height")) === 1;
    if (isDecoration || (!source && !alt)) {
      img.remove();
      continue;
    }
    const name = `picture-${found.size + 1}`;
    const kind = source.startsWith("data:image/") ? "data" : isHere(source) ? "address" : "missing";
    found.set(name, { kind, source, alt });
    if (kind === "missing") {
      img.replaceWith(`[${word}${alt ? `: ${alt}` : ""}]`);
    } else {
      for (const attribute of img.getAttributeNames()) img.removeAttribute(attribute);
      img.setAttribute("data-awaited", name);
      img.setAttribute("alt", alt);
    }
  }
  return found;
}

/** @param {string} source */
function isHere(source) {
  try {
    return new URL(source, location.href).origin === location.origin && !source.startsWith("file:") && source !== "";
  } catch {
    return false;
  }
}

const KEPT = ["href", "type", "start", "colspan", "rowspan", "dir", "alt"];

/** No styles, no classes, no other elements. @param {HTMLElement} body */
function strip(body) {
  for (const element of body.querySelectorAll("*")) {
    if (!element.tagName.includes(":")) continue;
    if (element.textContent.trim()) unwrapped(element);
    else element.remove(); // Word's sign for an empty paragraph
  }
  for (const element of body.querySelectorAll("center, section, article, main, header, footer, figure, details, summary, dl, tbody, thead, tfoot")) {
    if (!element.tagName.startsWith("T")) unwrapped(element);
  }
  for (const element of body.querySelectorAll("dt, dd, pre, address, figcaption")) renamed(element, "p");
  // A break at the end of a block is how Word and LibreOffice show an empty one.
  for (const br of body.querySelectorAll("br")) {
    const isLast = !br.nextSibling || (br.nextSibling.nodeType === 3 && !br.nextSibling.nodeValue.trim() && !br.nextSibling.nextSibling);
    if (isLast || /page|section/.test(styled(br, "page-break-before") + styled(br, "mso-special-character"))) br.remove();
  }
  for (const element of body.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      const isOurs = name.startsWith("data-") && !["data-style", "data-src", "data-srcset"].includes(name);
      if (!KEPT.includes(name) && !isOurs) element.removeAttribute(name);
    }
  }
}

/**
 * What Word writes among the words of a text that are none of them: comments with the signs that lead to them, the codes of
 * fields, and hidden words.
 */

import { styled } from "./elements.js";

const COMMENTS = "a.msocomanchor, a.msocomoff, hr.msocomoff, .msocomtxt";
const BLOCK = "p, h1, h2, h3, h4, h5, h6, li, td, th";

/** @param {HTMLElement} body */
export function dropAsides(body) {
  for (const element of body.querySelectorAll(COMMENTS)) element.remove();
  for (const element of body.querySelectorAll("[data-style]")) {
    const isOfComment = /^comment/i.test(styled(element, "mso-element")) || styled(element, "mso-special-character") === "comment";
    if (isOfComment || styled(element, "display") === "none") element.remove();
  }
  dropFieldCodes(body);
}

/**
 * The code of a field stands between the sign that begins it and the one before its result, or the one that ends it if it
 * has no result. A code that never ends goes no further than its block.
 *
 * @param {HTMLElement} body
 */
function dropFieldCodes(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  /** @type {{block: Element, isResult: boolean}[]} the fields that are open, from the outside in */
  const fields = [];
  /** @type {Text[]} */
  const codes = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text) {
      if (fields.some(({ block, isResult }) => !isResult && block.contains(node))) codes.push(node);
      continue;
    }
    const element = /** @type {Element} */ (node);
    const sign = styled(element, "mso-element");
    if (sign === "field-begin") fields.push({ block: element.closest(BLOCK) ?? body, isResult: false });
    else if (sign === "field-separator" && fields.length) fields.at(-1).isResult = true;
    else if (sign === "field-end") fields.pop();
  }
  for (const code of codes) code.remove();
}

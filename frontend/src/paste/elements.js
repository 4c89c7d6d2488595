/** What an element of pasted HTML says in its style, and putting another in its place. */

/** @param {Element} element */
export const styleOf = (element) => element.getAttribute("data-style") ?? "";

/** @type {(element: Element, name: string) => string} */
export function styled(element, name) {
  const found = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(styleOf(element));
  return found?.[1].trim() ?? "";
}

/** @type {(element: Element, tag: string) => HTMLElement} */
export function renamed(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  for (const { name, value } of element.attributes) other.setAttribute(name, value);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

/** @param {Element} element */
export function unwrapped(element) {
  element.replaceWith(...element.childNodes);
}

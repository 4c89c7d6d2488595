/**
 * Put an element in the place of an older one. Whoever was at one of its links or controls by keyboard stays there: it is
 * known by its id, or by where it leads. A table that was scrolled stays so.
 *
 * @type {(before: Element, now: Element) => boolean} whether the focus was in the older one
 */
export function putInPlaceOf(before, now) {
  const active = document.activeElement;
  const hadFocus = before.contains(active);
  const scrolled = [...before.querySelectorAll("[tabindex='0'][id]")].map(({ id, scrollLeft, scrollTop }) => ({ id, scrollLeft, scrollTop }));
  before.replaceWith(now);
  for (const { id, scrollLeft, scrollTop } of scrolled) document.getElementById(id)?.scrollTo(scrollLeft, scrollTop);
  if (hadFocus) sameIn(now, active)?.focus({ preventScroll: true });
  return hadFocus;
}

/** @type {(now: Element, active: Element) => HTMLElement | undefined} */
function sameIn(now, active) {
  const [id, href] = [active.id, active.getAttribute("href")];
  /** @type {HTMLElement[]} */
  const candidates = [...now.querySelectorAll("[id], [href]")];
  return candidates.find((each) => (id ? each.id === id : href && each.getAttribute("href") === href));
}

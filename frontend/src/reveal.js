/** Brings a place of the text into sight: below what stays at the top of the window, and above what stays at its foot. */

const APART = 12;

/** @type {(editor: any, pos: number, options?: {isAtTop?: boolean}) => void} */
export function reveal(editor, pos, { isAtTop = false } = {}) {
  const { place, view, toolbar } = editor;
  const find = place.querySelector("[data-find]");
  const lowest = Math.max(...[toolbar.bar, find].map((bar) => bar.getBoundingClientRect().bottom), 0);
  const rail = /** @type {HTMLElement | null} */ (document.querySelector(".rail__bar"));
  const isBelow = rail && rail.getBoundingClientRect().left < view.dom.getBoundingClientRect().right && rail.getBoundingClientRect().right > view.dom.getBoundingClientRect().left;
  const foot = isBelow ? Math.min(window.innerHeight, rail.getBoundingClientRect().top) : window.innerHeight;
  const { top, bottom } = view.coordsAtPos(pos);
  // Before the first scrolling the bars may stand further down than they will.
  const head = Math.min(lowest, foot / 3) + APART;
  if (isAtTop) scrollBy({ top: top - head });
  else if (top < head || bottom > foot - APART) scrollBy({ top: top - (head + (foot - head) / 3) });
}

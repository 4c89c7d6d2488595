/**
 * A page of parts, as the server has it now, is put in place part by part: every child is one and has an id. What is being
 * written stays, and an open part stays open.
 */

import { announce } from "./announce.js";
import { putInPlaceOf } from "./put-in-place.js";

/** @type {(holder: HTMLElement, newer: HTMLElement, stays: (part: HTMLElement) => boolean) => void} */
export function putParts(holder, newer, stays) {
  const arrived = partsOf(newer);
  const names = new Set(arrived.map((part) => part.id));
  const gone = partsOf(holder).filter((part) => !names.has(part.id) && !stays(part));
  for (const part of gone) part.remove();
  /** @type {HTMLElement | null} */
  let last = null;
  for (const part of arrived) {
    const present = document.getElementById(part.id);
    if (!present) {
      if (last) last.after(part);
      else holder.prepend(part);
    } else if (!stays(present)) {
      part.toggleAttribute("open", present.hasAttribute("open"));
      const hadFocus = putInPlaceOf(present, part);
      announce("live:replaced", { before: present, now: part, hadFocus });
    }
    last = document.getElementById(part.id);
  }
}

/** @param {HTMLElement} element */
const partsOf = (element) => /** @type {HTMLElement[]} */ ([...element.children]);

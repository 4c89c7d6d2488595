/** Where this browser stores comments that were written and not sent yet: apart for each person who uses it. */

import { me } from "../http.js";
import { put } from "../lasting.js";

const KEY = `wgcop.waiting.${me}`;

/** @returns {UnsentComment[]} */
export const unsent = () => JSON.parse(localStorage.getItem(KEY) ?? "[]");

/** @param {UnsentComment[]} comments */
export function store(comments) {
  put(KEY, comments.length ? JSON.stringify(comments) : null);
}

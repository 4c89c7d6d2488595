/** Where this browser keeps what its reader has said and nobody has yet: apart for each person who uses it. */

import { me } from "../http.js";

const shelf = `wgcop.waiting.${me}`;

export const waiting = () => JSON.parse(localStorage.getItem(shelf) ?? "[]");

export function keep(items) {
  if (items.length) localStorage.setItem(shelf, JSON.stringify(items));
  else localStorage.removeItem(shelf);
}

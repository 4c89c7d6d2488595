/**
 * In the room of a meeting, those who lead put each clause and document of the item on the floor. One key goes through
 * them: it puts the one after what is on the floor there.
 */

import { copyWith } from "../http.js";

const template = document.querySelector('template[data-tools-template="matter"]');

function addTools() {
  const { item } = document.getElementById("room-item")?.dataset ?? {};
  const lines = [...document.querySelectorAll("[data-matter]")];
  for (const line of lines) {
    const place = line.querySelector("[data-tools]");
    if (!place.childElementCount) {
      const { matter, id, what } = line.dataset;
      place.append(copyWith(template, { "/items/0/": `/items/${item}/`, "{name}": matter, "{id}": id, "{what}": what }));
    }
    place.hidden = line.querySelector("[aria-current]") !== null;
  }
  const current = lines.findIndex((line) => line.querySelector("[aria-current]"));
  for (const [at, line] of lines.entries()) {
    const button = line.querySelector("button");
    if (at === (current + 1) % lines.length && at !== current) button.dataset.key = "f";
    else delete button.dataset.key;
    button.dataset.does = button.textContent;
  }
}

if (template) {
  for (const name of /** @type {const} */ (["live:applied", "room:refreshed"])) document.addEventListener(name, addTools);
  addTools();
}

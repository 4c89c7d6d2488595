/** The items that can be taken up are those that the agenda has now. What somebody has chosen stays chosen. */

import { elements, fragment, noAnswer } from "../http.js";
import { inTurn } from "../in-turn.js";
import { fillInShown } from "./begun.js";

const choice = /** @type {HTMLSelectElement | null} */ (document.getElementById("take-up"));

const refresh = inTurn(async () => {
  const answer = await fragment(choice.dataset.items).catch(noAnswer);
  if (!answer?.ok) return;
  const items = /** @type {HTMLOptionElement[]} */ (elements(await answer.text()));
  if (items.some((item) => !item.matches("option"))) return; // something else than the workspace has answered
  if (inWords(items) === inWords([...choice.options])) return; // a list that is open just now stays as it is
  const { value } = choice;
  choice.replaceChildren(...items);
  choice.value = items.some((item) => item.value === value) ? value : "";
  fillInShown(); // forms that were begun name the items
});

/** @param {HTMLOptionElement[]} items */
const inWords = (items) => items.map(({ value, textContent }) => `${value} ${textContent}`).join("\n");

if (choice) {
  document.addEventListener("live:applied", ({ detail }) => detail.target === "room-item" && refresh());
  document.addEventListener("room:refreshed", refresh);
}

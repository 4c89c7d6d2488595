/** What the evidence is: suggestions while somebody types words; the chosen one leaves its address in the field. */

import { combobox } from "../combobox.js";
import { get, noAnswer } from "../http.js";

const LEAST = 2;

/** @typedef {{address: string, title: string, kind: string}} Thing */

for (const input of document.querySelectorAll("input[data-things]")) {
  const field = /** @type {HTMLInputElement} */ (input);
  const chosen = document.createElement("p");
  chosen.className = "chain__chosen";
  chosen.setAttribute("role", "status");
  field.closest(".field").after(chosen);
  combobox(field, {
    name: field.id,
    kind: "suggestions--box",
    label: field.dataset.label,
    ask: (typed) => ask(field.dataset.things, typed),
    optionFor,
    wordsFor: (count) => field.dataset.found.replace("{count}", String(count)),
    status: () => chosen,
    take: ({ address, title }) => {
      field.value = address;
      chosen.textContent = title;
    },
  });
}

/** An address or a symbol needs no suggestions. @type {(url: string, typed: string) => Promise<Thing[]>} */
async function ask(url, typed) {
  if (typed.length < LEAST || /^(\/|[a-z]+:)/i.test(typed)) return [];
  const answer = await get(`${url}?q=${encodeURIComponent(typed)}`).catch(noAnswer);
  return answer?.ok ? (await answer.json()).choices : [];
}

/** @param {Thing} thing */
function optionFor({ title, kind }) {
  const option = document.createElement("div");
  option.append(part("suggestions__title", title), part("suggestions__kind", kind));
  return option;
}

/** @type {(name: string, text: string) => HTMLElement} */
function part(name, text) {
  const element = document.createElement("bdi");
  element.className = name;
  element.textContent = text;
  return element;
}

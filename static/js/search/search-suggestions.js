/** What the reader may mean while they type in a search box: places of the workspace, each a link. */

import { get, noAnswer } from "../http.js";
import { suggestOnceNeeded } from "../suggesting.js";

const LEAST = 2;

/** @typedef {{kind: string, title: string, detail: string, url: string}} Suggestion */

/** @type {Map<string, Suggestion[]>} words → suggestions, so that going back a letter asks nobody */
const answers = new Map();

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(status);
  suggestOnceNeeded(input, {
    name: input.id,
    label: input.dataset.label,
    kind: "suggestions--box",
    ask: (typed) => ask(input.dataset.suggestions, typed),
    optionFor,
    wordsFor: (count) => input.dataset.found.replace("{count}", String(count)),
    status: () => status,
  });
}

/** @type {(address: string, typed: string) => Promise<Suggestion[]>} */
async function ask(address, typed) {
  if (typed.length < LEAST) return [];
  if (!answers.has(typed)) {
    const answer = await get(`${address}?q=${encodeURIComponent(typed)}`).catch(noAnswer);
    if (!answer?.ok) return [];
    answers.set(typed, (await answer.json()).suggestions);
  }
  return answers.get(typed);
}

/** @param {Suggestion} suggestion */
function optionFor({ kind, title, detail, url }) {
  const link = document.createElement("a");
  link.href = url;
  link.tabIndex = -1;
  link.append(part("suggestions__title", title), part("suggestions__kind", [kind, detail].filter(Boolean).join(" · ")));
  return link;
}

/** @type {(name: string, text: string) => HTMLElement} */
function part(name, text) {
  const element = document.createElement("bdi");
  element.className = name;
  element.textContent = text;
  return element;
}

/** Completing the name of a person or delegation after an @ in a comment. */

import { get, noAnswer } from "../http.js";
import { suggestOnceNeeded } from "../suggesting.js";
import { say } from "../words.js";
import { threadOf } from "./lookup.js";

const NAME = /(?:^|[^\p{L}\p{N}@_.])(@[\p{L}\p{M}][\p{L}\p{M}\p{N}.'’ -]{0,40})$/u;

/** @typedef {{kind: string, id: number, name: string, detail: string, unique: boolean}} Suggestion */

/** @type {WeakSet<Element>} */
const equipped = new WeakSet();

// Heard before the field hears it, so that this very letter counts.
document.addEventListener("focusin", begin, { capture: true });
document.addEventListener("input", begin, { capture: true });

/** @param {Event} event */
function begin({ target }) {
  const field = /** @type {HTMLTextAreaElement} */ (target);
  if (field.matches?.("textarea[name='body']") && !equipped.has(field)) equip(field);
}

/** @param {HTMLTextAreaElement} text */
function equip(text) {
  equipped.add(text);
  suggestOnceNeeded(text, {
    name: "mention",
    ask: (typed) => ask(text.form, typed.slice(1)),
    optionFor,
    wordsFor: (count) => say("choose", { count }),
    status: () => threadOf(text)?.querySelector("[data-heard]"),
    word: { pattern: NAME, replacement },
  });
}

/** Only those can be mentioned who will read it. @type {(form: HTMLFormElement, letters: string) => Promise<Suggestion[]>} */
async function ask(form, letters) {
  const audience = form.dataset.audience ?? String(new FormData(form).get("audience") ?? "");
  const answer = await get(`/people/suggest?${new URLSearchParams({ q: letters, audience })}`).catch(noAnswer);
  return answer?.ok ? (await answer.json()).suggestions : [];
}

/** @param {Suggestion} suggestion */
function optionFor({ name, detail }) {
  const option = document.createElement("div");
  const strong = document.createElement("bdi");
  strong.textContent = name;
  const small = document.createElement("span");
  small.className = "small soft";
  small.textContent = detail;
  option.append(strong, " ", small);
  return option;
}

/** @param {Suggestion} suggestion */
const replacement = ({ kind, id, name, unique }) => (unique ? `@${name}` : `@[${name}](${kind}:${id})`);

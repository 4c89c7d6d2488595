/**
 * What its reader wrote for a paper or for the notes of an item in this browser, and what found no way into it: somebody
 * submitted the paper meanwhile, or they may not write there any more. No editor shows it to them then.
 */

import { copyOf, me } from "../http.js";
import { worded } from "../time.js";
import { forget, names, read, ready } from "./form-storage.js";

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-left-words]"));
const written = place && whatIsWritten();

if (me && written) ready.then(() => names().forEach(show)); // what a killed browser left, too

/** The names under which the text and its form are stored. */
function whatIsWritten() {
  const [item, id] = /^\/meetings\/[^/]+\/items\/(\d+)/.exec(location.pathname) ?? [];
  if (item) return { text: `notes-${id}`, form: `${item}/notes` };
  const paper = place.dataset.leftWords || /^\/contributions\/(\d+)/.exec(location.pathname)?.[1];
  return paper ? { text: paper, form: `/contributions/${paper}` } : null;
}

/** @param {string} name */
function show(name) {
  const entry = read(name);
  const words = writtenAs(name, entry);
  if (!words) return;
  const aside = copyOf(place.querySelector("template"));
  aside.querySelector("textarea").value = words;
  aside.querySelector("time").dateTime = entry.at;
  aside.querySelector("time").textContent = worded(new Date(entry.at), "datetime");
  aside.querySelector("button").addEventListener("click", () => {
    forget(name);
    aside.remove();
    place.hidden = place.childElementCount === 1; // the template
  });
  place.append(aside);
  place.hidden = false;
}

/** @type {(name: string, entry: any) => string} */
function writtenAs(name, entry) {
  const form = `form.${written.form}`;
  if (name.startsWith(`${form}/translations/`)) return isLeft(name.slice(name.lastIndexOf("/") + 1)) ? writtenIn(entry.fields) : "";
  if (place.dataset.inWork !== undefined) return ""; // a page about the versions in other languages
  return name.startsWith(`text.${written.text}.`) ? wordsOf(entry) : name === form ? coverOf(entry) : "";
}

/** Whether there is no version in this language to go on with. @param {string} language */
function isLeft(language) {
  const { inWork, leftWords } = place.dataset;
  if (inWork !== undefined) return !inWork.split(" ").includes(language);
  return !leftWords && location.pathname.split("/")[4] === language;
}

/** Those of the draft that can be written in are sent, or set aside, when it is opened. @param {{words: string, revision: number}} entry */
const wordsOf = ({ words, revision }) => (String(revision) === place.dataset.open ? "" : words);

/** The form offers them where there is one, and the answer to it shows them. @param {{fields: Fields}} entry */
const coverOf = ({ fields }) =>
  place.dataset.open || "posted" in document.body.dataset ? "" : writtenIn(fields);

/** All that is put away with them when they are. @param {Fields} fields */
const writtenIn = (fields) =>
  place.dataset.written
    .split(" ")
    .flatMap((name) => fields[name] ?? [])
    .filter(Boolean)
    .join("\n\n");

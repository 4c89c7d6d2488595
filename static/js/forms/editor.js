/**
 * The editor in place of the field for the text: brings it what it needs of this page, and feeds the field with the
 * words, for whatever reads them there. Without the editor the field stays.
 *
 * Where the field holds words that are not saved yet, it stays too, until they are.
 */

import { announce } from "../announce.js";
import { get, me, post } from "../http.js";
import { askOnLine, hear, isConnected, whisper } from "../live.js";
import { worded } from "../time.js";
import { fillIn } from "../words.js";
import { forget, names, read, ready, write } from "./form-storage.js";

const place = document.querySelector("[data-editor]");
const form = document.querySelector("form[data-drafting]");
/** @type {HTMLTextAreaElement} */
const field = form?.elements["text"];

let isWanted = Boolean(place && field) && field.value === field.defaultValue;
/** @type {Editor | null} */
let editor = null;

function want() {
  if (!isWanted) return;
  announce("editor:wanted", { surroundings, mounted });
}

// Its dialogs have forms of their own, which no page can have within another form, but a script can put there.
if (isWanted) place.append(...document.querySelectorAll("[data-editor-dialogs] > dialog"));

const words = isWanted ? JSON.parse(place.querySelector("template[data-words]").content.textContent) : {};

const surroundings = {
  place,
  me,
  ask: askPatiently,
  isBegun,
  tell: whisper,
  hear,
  isConnected,
  /** @param {string} at */
  moment: (at) => worded(new Date(at), "datetime"),
  /** @param {(connected: boolean) => void} listener */
  onConnection: (listener) => document.addEventListener("live:state", ({ detail }) => listener(detail.connected)),
  store: { ready, names, read, write, forget },
  post,
  get,
  /** @type {(name: string, values?: Record<string, string | number>) => string} */
  say: (name, values = {}) => fillIn(words[name] ?? name, values),
  changed,
  /** @param {(told: CardsTold) => void} listener */
  onCards: (listener) => document.addEventListener("beside:told", ({ detail }) => listener(detail)),
  askForCards: () => announce("beside:wanted", null),
};

/**
 * The first question may come before the line is there. Once somebody types in the field there is no answer any more.
 *
 * @type {(name: string, payload: object) => Promise<any>}
 */
async function askPatiently(name, payload) {
  if (!editor && !isConnected()) await connected();
  return isBegun() ? null : askOnLine(name, payload);
}

/** Whether somebody has typed in the field before the editor took its place: then their words stay there. */
function isBegun() {
  return place.hidden && field.value !== field.defaultValue;
}

const connected = () =>
  new Promise((resolve) => {
    /** @param {CustomEvent<{connected: boolean}>} event */
    const listen = ({ detail }) => {
      if (!detail.connected) return;
      document.removeEventListener("live:state", listen);
      resolve(undefined);
    };
    document.addEventListener("live:state", listen);
  });

/** @param {Promise<Editor | null>} coming */
async function mounted(coming) {
  isWanted = false;
  editor = await coming;
  if (!editor) return;
  field.autocomplete = "off"; // a browser that comes back would put words into it
  field.disabled = true;
  field.closest(".field").hidden = true;
  announce("form:field-left", { form, name: "text" });
}

/** @param {string} plain */
function changed(plain) {
  if (field.value === plain) return;
  field.value = plain;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

if (isWanted) {
  document.addEventListener("editor:loaded", want);
  want();
}

// What was just written goes before the page does.
let isSettled = false;
form?.addEventListener(
  "submit",
  async (event) => {
    if (event.target !== form || !editor || isSettled || place.dataset.unsent === "0") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    await editor.settle();
    // A form takes no submission while it still announces one, as it does if there was nothing to wait for.
    await new Promise((resolve) => setTimeout(resolve));
    isSettled = true; // what could not be sent waits in this browser
    form.requestSubmit(submitter);
    isSettled = false;
  },
  { capture: true },
);

/**
 * The desk of whoever merges: what is typed goes to the server as it is typed, a few times a second, and what others do comes in
 * around it. Where both have touched the same place nothing is sent until the writer chooses; what is typed stays.
 */

import { answerTo, elements, fragment, get, noAnswer, submit } from "../http.js";
import { inTurn } from "../in-turn.js";
import { putInPlaceOf } from "../put-in-place.js";
import { say } from "../words.js";
import { changeBetween, changesBetween, moved, narrowed, placeAfter, stands } from "./changes.js";

const PAUSE = 120;
const AFTER_A_FAULT = 3000;
const GATHER = 300;

/** @import {Change} from "./changes.js" */

/** What the server has. @typedef {{words: string, version: number}} Known */

const form = document.querySelector("form[data-merging-form]");
const address = document.querySelector("section[data-chairs-text]")?.dataset.address ?? "";
if (form) lead(form);
else followOpening();

/** @param {HTMLFormElement} desk */
function lead(desk) {
  const area = desk.querySelector("textarea[name=words]");
  const problem = desk.querySelector("[data-merging-problem]");
  const state = desk.querySelector("[data-merging-state]");
  const choice = desk.querySelector("[data-merging-send]");
  const drop = desk.querySelector("[data-merging-drop]");
  /** @type {Known} */
  let known = { words: desk.querySelector("input[name=before]").value, version: Number(desk.querySelector("input[name=seen]").value) };
  let heard = known.version;
  let waits = "posted" in document.body.dataset;
  let hasEnded = false;
  let isComposing = false;
  let sentAt = 0;
  /** What was sent without an answer. @type {{typed: string, change: Change} | null} */
  let unanswered = null;
  /** Buttons that were pressed and not done yet. @type {{address: string, data: FormData}[]} */
  const acts = [];
  /** @type {number} */
  let timer;
  if (!waits) area.value = known.words; // browsers bring back what stood there before
  showChoice();

  /** Everything is sent, done and heard, one after another. */
  const settle = inTurn(async () => {
    clearTimeout(timer);
    for (let step = next(); step; step = next()) {
      if (!(await step())) return void settleIn(AFTER_A_FAULT);
    }
  });

  /** What is left to do, if the writer does not have to choose first. Words that are being composed are not typed yet. */
  function next() {
    if (waits || hasEnded || isComposing) return null;
    if (unanswered) return askAgain;
    if (area.value !== known.words) return send;
    if (acts.length) return act;
    return heard > known.version ? ask : null;
  }

  /** @param {number} wait */
  function settleIn(wait) {
    clearTimeout(timer);
    timer = setTimeout(settle, wait);
  }

  /** @returns {Promise<boolean>} whether there was an answer */
  async function send() {
    const typed = area.value;
    const change = changeBetween(known.words, typed);
    sentAt = Date.now();
    tell("autosaving");
    const answer = await answerTo(desk.action, {
      text: desk.querySelector("input[name=text]").value,
      seen: String(known.version),
      start: String(lettersIn(known.words.slice(0, change.start))),
      stop: String(lettersIn(known.words.slice(0, change.stop))),
      words: change.words,
    });
    const said = await answer?.json().catch(noAnswer);
    if (!answer || !said || answer.status >= 500) {
      unanswered = { typed, change };
      complain(say("not-sent"));
      return false;
    }
    if (answer.ok) {
      tell("autosaved");
      if (await adopt(typed, said)) complain("");
    } else {
      tell("");
      // Where others were not at the same words after all, those typed go out again on the text as it is now.
      const isPlaced = "words" in said && (await adopt(known.words, said));
      if (!isPlaced) {
        complain(said.error ?? say("not-sent"));
        choose();
      }
    }
    return true;
  }

  /** No answer came to what was sent: the text says whether it has arrived. @returns {Promise<boolean>} */
  async function askAgain() {
    const said = await present();
    if (!said || hasEnded) return said !== null;
    const { typed, change } = unanswered;
    unanswered = null;
    const hasArrived = said.version > known.version && stands(change, typed, said.words);
    if (await adopt(hasArrived ? typed : known.words, said)) complain("");
    return true;
  }

  /** @returns {Promise<boolean>} */
  async function ask() {
    const said = await present();
    if (said && !hasEnded) await adopt(known.words, said);
    return said !== null;
  }

  /** The text as the server has it, or null if it did not answer. @returns {Promise<Known | null>} */
  async function present() {
    const answer = await get(`${address}?part=words`, { "X-Fragment": "1" }).catch(noAnswer);
    const said = answer?.ok ? await answer.json().catch(noAnswer) : null;
    if (said?.version === null) hasEnded = true;
    return said;
  }

  /** Taking, giving back, restoring or undoing, on the text as it is then. @returns {Promise<boolean>} */
  async function act() {
    const { address: where, data } = acts.shift();
    data.set("seen", String(known.version));
    try {
      const said = await submit(where, data);
      if (await adopt(known.words, said)) complain("");
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
    refreshTools();
    return true;
  }

  /**
   * Take what the server has, and keep what was typed since `base` stood here. The caret stays at its letter, and words that are
   * being composed are waited for.
   *
   * @type {(base: string, now: Known) => Promise<boolean>} whether nobody else has touched the same words
   */
  async function adopt(base, now) {
    if (isComposing) await new Promise((done) => area.addEventListener("compositionend", done, { once: true }));
    const { placed, meets } = moved(changesBetween(base, now.words), changesBetween(base, area.value));
    known = now;
    heard = Math.max(heard, now.version);
    for (const change of placed.toReversed()) put(narrowed(change, area.value));
    if (meets) {
      complain(say("merging-same"));
      choose();
    }
    return !meets;
  }

  /** Put words of others into the text, around whoever writes in it. @param {Change} change */
  function put(change) {
    const [start, stop] = [placeAfter(area.selectionStart, change), placeAfter(area.selectionEnd, change)];
    const { selectionDirection, scrollTop } = area;
    area.setRangeText(change.words, change.start, change.stop, "preserve");
    if (area.selectionStart !== start || area.selectionEnd !== stop) area.setSelectionRange(start, stop, selectionDirection);
    if (area.scrollTop !== scrollTop) area.scrollTop = scrollTop;
  }

  /** The writer chooses between what is typed and the text as it is. */
  function choose() {
    waits = true;
    acts.length = 0;
    showChoice();
  }

  function goOn() {
    waits = false;
    complain("");
    showChoice();
    settle();
  }

  function showChoice() {
    choice.hidden = !waits;
  }

  /** @param {string} words */
  function complain(words) {
    problem.hidden = !words;
    if (problem.textContent !== words) problem.textContent = words;
  }

  /** @param {string} name */
  function tell(name) {
    state.textContent = name && say(name);
  }

  area.addEventListener("input", typedSoon);
  area.addEventListener("compositionstart", () => {
    isComposing = true;
  });
  area.addEventListener("compositionend", () => {
    isComposing = false;
    typedSoon();
  });

  /** The first key is sent at once, those after it together. */
  function typedSoon() {
    settleIn(Math.max(0, sentAt + PAUSE - Date.now()));
  }

  desk.addEventListener("submit", (event) => {
    event.preventDefault();
    goOn();
  });
  drop?.addEventListener("click", () => {
    area.value = known.words;
    unanswered = null;
    goOn();
  });
  document.addEventListener("merging:heard", ({ detail }) => {
    if (detail.version <= heard) return;
    heard = detail.version;
    settle();
  });
  document.addEventListener("live:state", ({ detail }) => {
    if (detail.connected) settle();
  });
  addEventListener("beforeunload", (event) => {
    if (area.value !== known.words && !hasEnded) event.preventDefault();
  });

  // Taking, giving back, restoring, undoing

  document.addEventListener("submit", (event) => {
    const pressed = /** @type {HTMLFormElement} */ (event.target);
    if (!pressed.matches("form[data-merge]")) return;
    event.preventDefault();
    if (waits) return;
    acts.push({ address: pressed.action, data: new FormData(pressed) });
    settle();
  });

  document.addEventListener("live:entry", ({ detail }) => {
    if (detail.kind === "merging.closed" && detail.topic.startsWith("chairs-text:")) return end();
    if (detail.kind?.startsWith("merging.") || detail.kind?.startsWith("proposal.")) refreshSoon();
  });

  /** What was typed and not sent stays on the page. */
  function end() {
    hasEnded = true;
    if (area.value === known.words) location.reload();
    else complain(say("merging-ended"));
  }
}

/** @type {number} */
let soon;

function refreshSoon() {
  clearTimeout(soon);
  soon = setTimeout(refreshTools, GATHER);
}

const refreshTools = inTurn(async () => {
  const answer = await fragment(`${address}?part=tools`).catch(noAnswer);
  const present = document.getElementById("chairs-tools");
  if (!answer?.ok || !present) return;
  const [newer] = elements(await answer.text());
  if (newer?.id === present.id) putInPlaceOf(present, newer);
});

/** The page is another one as soon as a text is opened, for those who merge. */
function followOpening() {
  document.addEventListener("live:entry", ({ detail }) => {
    if (detail.kind === "merging.opened" && document.querySelector("#chairs-text-none form")) location.reload();
  });
}

/** The server counts letters, and a letter may take two places here. @param {string} text */
const lettersIn = (text) => [...text].length;

/** Timers on the page count on by the server's clock, which is asked again when the line or the reader was away. */

import { get, noAnswer } from "../http.js";
import { aheadOf, shownBy, worded } from "./server-clock.js";

const SAMPLES = 3;
const AT_ONCE = 60; // such an answer is wrong by less than anybody sees
const AGAIN = 300_000;
/** @type {number | null} */
let ahead = null;
let wasCutOff = false;

async function askForTime() {
  /** @type {import("./server-clock.js").ClockSample[]} */
  const samples = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const asked = performance.now();
    const answer = await get("/live/clock").catch(noAnswer);
    const answered = performance.now();
    if (answer?.ok) samples.push({ asked, said: (await answer.json()).now, answered });
    if (answer?.ok && answered - asked < AT_ONCE) break;
  }
  if (!samples.length) return;
  ahead = aheadOf(samples);
  count();
}

/** @param {string | undefined} value */
const number = (value) => (value === undefined ? null : Number(value));

function count() {
  if (ahead === null) return;
  const now = performance.now() + ahead;
  for (const timer of document.querySelectorAll("[data-timer]")) {
    const { spent, since, allowed } = timer.dataset;
    const shown = shownBy({ spent: Number(spent), since: number(since), allowed: number(allowed) }, now);
    const place = timer.querySelector("[data-timer-count]");
    const words = worded(shown);
    if (place.textContent !== words) place.textContent = words;
    timer.classList.toggle("is-over", allowed !== undefined && shown < 0);
    timer.classList.toggle("is-ending", allowed !== undefined && shown >= 0 && shown < 30_000);
  }
}

document.addEventListener("live:applied", count);
document.addEventListener("live:state", ({ detail }) => {
  if (detail.connected && wasCutOff) askForTime();
  wasCutOff = !detail.connected;
});
document.addEventListener("visibilitychange", () => document.hidden || askForTime());
setInterval(count, 250);
setInterval(askForTime, AGAIN);
askForTime();

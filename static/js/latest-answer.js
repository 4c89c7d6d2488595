/** A question to the server that much can cause at once: it is asked once, after a pause, and only its latest answer counts. */

import { get, noAnswer } from "./http.js";

const GATHER = 400; // what was read here comes back from the server too
const LONGEST = 3000; // while something causes it again and again

let acts = 0;

/** The reader changed something here: what was asked before tells how it was, and is asked again. */
export function outdate() {
  acts++;
}

/**
 * `now` asks at once, `soon` after a pause in which nothing else caused it, or after the longest wait. `address` is empty while nothing is to be asked.
 *
 * `headers` say more of what is asked for.
 *
 * @param {() => string | undefined} address
 * @param {(answer: any) => void} show
 * @param {() => Record<string, string>} [headers]
 */
export function question(address, show, headers = () => ({})) {
  /** @type {number} */
  let timer;
  let since = 0;
  let asked = 0; // how many times; an answer to an earlier one may be older

  async function now() {
    since = 0;
    const url = address();
    if (!url) return;
    const number = ++asked;
    const before = acts;
    const answer = await get(url, headers())
      .then((response) => response.ok && response.json())
      .catch(noAnswer);
    if (number !== asked) return;
    if (acts !== before) soon();
    else if (answer) show(answer);
  }

  function soon() {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(now, Math.max(0, Math.min(GATHER, since + LONGEST - Date.now())));
  }

  return { now, soon };
}

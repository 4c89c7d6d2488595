/**
 * The server's time, as far as this page can tell. Its own clock may show anything and may be set while the page is open,
 * so it is not asked: a page counts milliseconds since it was opened, and learns what the server's clock said at one of them.
 */

/** @typedef {{asked: number, said: number, answered: number}} ClockSample by the page's count, the server's clock, and the page's count */

/**
 * By how much the server is ahead of the page, from the answer that came soonest: it is wrong by at most half of the time
 * that the answer took. `wgcop/meetings/room/timers.py` says the same.
 *
 * @param {ClockSample[]} samples
 */
export function aheadOf(samples) {
  const best = samples.reduce((one, other) => (other.answered - other.asked < one.answered - one.asked ? other : one));
  return best.said - (best.asked + best.answered) / 2;
}

/**
 * What a timer shows at a moment of the server, in milliseconds: what is left of what is allowed, or what was spent.
 *
 * @param {{spent: number, since?: number | null, allowed?: number | null}} timer
 * @param {number} now
 */
export function shownBy({ spent, since = null, allowed = null }, now) {
  const counted = spent + (since === null ? 0 : Math.max(0, now - since));
  return allowed === null ? counted : allowed - counted;
}

/** 3:05, or −0:12 when it is over by twelve seconds. @param {number} milliseconds */
export function worded(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const all = Math.abs(seconds);
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  const hours = all >= 3600 ? `${Math.floor(all / 3600)}:${two(Math.floor((all % 3600) / 60))}` : Math.floor(all / 60);
  return `${seconds < 0 ? "−" : ""}${hours}:${two(all % 60)}`;
}

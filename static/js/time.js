/** Times stand in the page as UTC. They become the reader's own here, also in what arrives later. */

// English here is the United Nations' English: day before month, 24 hours.
const page = document.documentElement.lang || "en";
const language = page === "en" ? "en-GB" : page;
/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat(language, options);
/** @type {Record<string, Intl.DateTimeFormat>} by the value of `data-local` */
const FORMATS = {
  datetime: format({ dateStyle: "medium", timeStyle: "short", hourCycle: "h23" }),
  date: format({ dateStyle: "long" }),
  time: format({ timeStyle: "short", hourCycle: "h23" }),
  weekday: format({ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  full: format({ dateStyle: "full", timeStyle: "long", hourCycle: "h23" }),
};
const DAY = 86_400_000;
const TIME = "time[data-local]";
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const STEPS = [
  ["minute", 60],
  ["hour", 60],
  ["day", 24],
];
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

/** @type {(moment: Date, style: string) => string} */
export function worded(moment, style) {
  return (FORMATS[style] ?? FORMATS.datetime).format(moment);
}

/**
 * "3 minutes ago". From one day on the nights are counted: "tomorrow" is tomorrow in the reader's calendar.
 *
 * @param {Date} moment
 */
function sinceOrUntil(moment, now = new Date()) {
  let amount = (moment.getTime() - now.getTime()) / 1000;
  /** @type {Intl.RelativeTimeFormatUnit} */
  let unit = "second";
  for (const [name, size] of STEPS) {
    if (Math.abs(amount) < size) break;
    amount /= size;
    unit = name;
  }
  if (unit === "day") amount = (midnight(moment) - midnight(now)) / DAY;
  if (unit === "second") amount = 0;
  return relative.format(Math.trunc(amount), unit);
}

/** @param {Date} moment */
const midnight = (moment) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate());

/** With the weekday where the reader's calendar is on another day than the meeting's. @type {(moment: Date, minutes: number) => string} */
function ownTime(moment, minutes) {
  const there = new Date(moment.getTime() + minutes * 60_000);
  return worded(moment, there.getUTCDate() === moment.getDate() ? "time" : "weekday");
}

/** @param {ParentNode} root */
function localize(root) {
  const times = root instanceof HTMLTimeElement && root.matches(TIME) ? [root] : root.querySelectorAll(TIME);
  for (const element of times) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const style = element.dataset.local;
    const minutes = element.parentElement?.dataset.minutes;
    const words =
      style === "relative" ? sinceOrUntil(moment)
      : style === "time" && minutes ? ownTime(moment, Number(minutes))
      : worded(moment, style);
    if (element.textContent !== words) element.textContent = words;
    element.title = worded(moment, "full");
  }
}

localize(document);
setInterval(localize, 60_000, document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node instanceof Element) localize(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

// Times stand in the page as UTC; here they become the reader's own, also in what arrives later.

// English here is the United Nations' English: day before month, 24 hours.
const page = document.documentElement.lang || "en";
const language = page === "en" ? "en-GB" : page;
const format = (options) => new Intl.DateTimeFormat(language, options);
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

export function worded(moment, style) {
  return (FORMATS[style] ?? FORMATS.datetime).format(moment);
}

/**
 * "3 minutes ago". From a day on the nights are counted: "tomorrow" is what the reader's calendar calls so.
 *
 * @param {Date} moment
 */
export function sinceOrUntil(moment, now = new Date()) {
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

const midnight = (moment) => Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate());

// On whose day a time of a meeting falls is said where it is not the meeting's.
function ownTime(moment, minutes) {
  const there = new Date(moment.getTime() + minutes * 60_000);
  return worded(moment, there.getUTCDate() === moment.getDate() ? "time" : "weekday");
}

export function localize(root = document) {
  for (const element of root.matches?.(TIME) ? [root] : root.querySelectorAll(TIME)) {
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

localize();
setInterval(() => localize(), 60_000);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) localize(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

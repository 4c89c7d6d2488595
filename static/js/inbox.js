/** How much is new in the inbox, in the head of every page and in the title of its tab. */

import { question } from "./latest-answer.js";

const AGAIN = 60_000; // pages that hear nothing by themselves ask again, while somebody looks at them
const SPREAD = 1_500;
const COUNT = /^\(\d+\+?\) /;

const link = document.querySelector("a[data-inbox]");
const page = document.querySelector("[data-inbox-shown]");

const inbox = question(() => link?.dataset.inbox, show);

/** @param {{ count: string, words: string, key: string }} inbox */
function show({ count, words, key }) {
  const place = link.querySelector("[data-inbox-count]");
  place.textContent = count;
  place.hidden = !count;
  link.querySelector("[data-inbox-words]").textContent = words;
  document.title = (count ? `(${count}) ` : "") + document.title.replace(COUNT, "");
  // What is read there stays as it is; it only says that there is more.
  if (page) page.querySelector("[data-inbox-changed]").hidden = key === page.dataset.inboxShown;
}

if (link) {
  setTimeout(inbox.now);
  // Many people who follow the same hear of it at the same moment.
  document.addEventListener("live:inbox", () => setTimeout(inbox.soon, Math.random() * SPREAD));
  document.addEventListener("visibilitychange", () => document.hidden || inbox.soon());
  setInterval(() => document.hidden || inbox.soon(), AGAIN);
}

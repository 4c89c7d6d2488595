/** A proposal with what is said about it. */

import "./live.js";
import "./comments.js";
import "../current-part.js";
import "../prior-work.js";
import "../threads/first-key.js";
import "../threads/print.js";
import { followBeside } from "../threads/beside.js";
import { listenToThreads } from "../threads/events.js";
import { reloadThread, setUpServedThreads } from "../threads/open-threads.js";

listenToThreads();
followBeside();
setUpServedThreads();

// From its release on, members discuss it who were not among the readers of this page.
document.addEventListener("live:entry", ({ detail: { kind, about } }) => {
  const name = document.querySelector("[data-thread]")?.dataset.thread;
  if (kind === "proposal.released" && name && about.proposal === name) reloadThread({ topic: name });
});

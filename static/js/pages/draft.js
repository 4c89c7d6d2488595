/** A draft of a paper that colleagues edit too, with earlier work beside it. */

import "./live.js";
import "../forms/autosave.js";
import "../forms/earlier-work.js";
import "../forms/editor.js";
import "../forms/meeting-fields.js";
import "../forms/needs.js";
import "../forms/picks.js";
import "../forms/rail.js";
import "../forms/title-proposal.js";
import "./comments.js";
import "../following.js";
import { followBeside } from "../threads/beside.js";
import { followDraft } from "../threads/draft-margin.js";
import { listenToThreads } from "../threads/events.js";
import { setUpServedThreads } from "../threads/open-threads.js";

listenToThreads();
followDraft();
followBeside();
setUpServedThreads();

// A title is one line, however many it takes on the screen.
document.querySelector(".drafting__title")?.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key === "Enter" && !event.isComposing) event.preventDefault();
});

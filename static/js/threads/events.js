/**
 * Who hears what happens on a page with threads, in this order. Modules announce events and export what they do when
 * they hear of one; which of them is imported first changes nothing.
 */

import { announceArrival, dropHeldBack, holdBack } from "./arrivals.js";
import { takeBegun } from "./begun-comment.js";
import { showPossibleVerbs } from "./chairing.js";
import { addControlsIn, addControlsToArrived } from "./comment-controls.js";
import { refreshOnceBack, refreshSoon } from "./comment-counts.js";
import { editAgain, forgetSent, restoreDraft, restoreDraftIn } from "./comment-drafts.js";
import { leavePreview } from "./composer.js";
import { reloadThread, showDraftTalk } from "./open-threads.js";
import { forgetOnceCutOff, removeWriter, showPresence, showPresenceIn, showWriter } from "./presence.js";
import { addAttachControl, addShowControl, showQuoteField } from "./quotes.js";
import { showSwitchIn } from "./read-aloud.js";
import { noteUnseen, takeOverMark, watchArrived, watchPart, watchThread } from "./read-marks.js";
import { addReleaseControls, noteOwnRelease } from "./releases.js";
import { carryOver } from "./replaced-comments.js";
import { addSuggestionControls } from "./suggestions.js";
import { addSupportButton } from "./support.js";
import { addTranslateControl } from "./translation.js";
import { explain, explainAll, explainPause, explainSignIn, focusOnArrived, showSent, showUnsent, showUnsentIn } from "./unsent-comments.js";
import { sendOnceConnected } from "./unsent-queue.js";

/** @type {{[Name in keyof Announced]?: ((detail: Announced[Name], event: Event) => unknown)[]}} */
const LISTENERS = {
  // A thread is complete before it is watched: what stands on the screen then counts as read.
  "thread:opened": [showSwitchIn, showUnsentIn, dropHeldBack, addControlsIn, restoreDraftIn, takeBegun, showPresenceIn, showDraftTalk, watchThread],
  "thread:extended": [addControlsIn, watchPart],
  // Buttons stand beside a comment in the order in which they are added.
  "comment:controls-added": [addReleaseControls, addSupportButton, addSuggestionControls, addAttachControl, addShowControl, addTranslateControl],
  // A draft comes back after the form is put in order for a new comment; its quote shows by `composer:filled`.
  "composer:opened": [showQuoteField, leavePreview, restoreDraft],
  "composer:filled": [showQuoteField, leavePreview],
  "composer:sent": [showQuoteField, leavePreview, forgetSent],
  "composer:edit-again": [editAgain],
  // An entry that is held back is unseen, too.
  "live:entry": [noteOwnRelease, removeWriter, holdBack, noteUnseen],
  // The same for what is applied: controls before it is watched.
  "live:applied": [focusOnArrived, announceArrival, addControlsToArrived, showPossibleVerbs, watchArrived],
  "live:replaced": [carryOver],
  "live:changed": [refreshSoon],
  "live:read": [takeOverMark, refreshSoon],
  "live:presence": [showPresence],
  "live:typing": [showWriter],
  "live:reload": [reloadThread],
  "live:state": [sendOnceConnected, explainAll, forgetOnceCutOff, refreshOnceBack],
  "unsent:added": [showUnsent],
  "unsent:refused": [explain],
  "unsent:paused": [explainPause],
  "unsent:stranded": [explainSignIn],
  "unsent:sent": [showSent],
};

export function listenToThreads() {
  for (const [name, listeners] of Object.entries(LISTENERS)) {
    for (const listener of /** @type {((detail: any, event: Event) => unknown)[]} */ (listeners)) {
      document.addEventListener(/** @type {keyof Announced} */ (name), (event) => listener(event.detail, event));
    }
  }
}

/** A resolution with its threads; what is done with comments listens before the first thread is set up. */

import "./live.js";
import "../threads/unsent-queue.js";
import "./comments.js";
import "../threads/open-threads.js";
import "../threads/comment-counts.js";
import "../threads/chairing.js";
import "../threads/list-parts.js";
import "../threads/following.js";
import "../threads/keyboard.js";
import "../threads/presence.js";

/** A resolution with its threads; what is done with comments listens before the first thread is set up. */

import "./live.js";
import "../waiting.js";
import "./comments.js";
import "../thread.js";
import "../counts.js";
import "../leading.js";
import "../more.js";
import "../follow.js";
import "../keys.js";
import "../presence.js";

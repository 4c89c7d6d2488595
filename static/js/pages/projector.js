/** The wall of a room. */

import "../live.js";
import "../time.js";
import "../meetings/projector.js";
import "../merging/words.js";
import "../meetings/timers.js";
import "../timed-refresh.js";

/** The room of a meeting. */

import "./live.js";
import "../meetings/matters.js";
import "../meetings/room.js";
import "../meetings/timers.js";
import "../shortcuts.js";

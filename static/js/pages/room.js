/** The room of a meeting. */

import "./live.js";
import "../meetings/drawer.js";
import "../meetings/in-chair.js";
import "../meetings/items-to-take-up.js";
import "../meetings/matters.js";
import "../meetings/room.js";
import "../meetings/timers.js";
import "../merging/words.js";
import "../shortcuts.js";

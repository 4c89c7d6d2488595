/** A draft that colleagues write too, with earlier work beside it. */

import "./live.js";
import "../beside.js";
import "../of-meeting.js";

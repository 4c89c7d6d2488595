/** A meeting with its agenda. */

import "./live.js";
import "../meetings/agenda.js";
import "../meetings/in-chair.js";

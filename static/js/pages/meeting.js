/** A meeting with its agenda. */

import "./live.js";
import "../agenda.js";

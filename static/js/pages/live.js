/** A page that hears what happens while it is read. */

import "./any.js";
import "../live.js";
import "../timed-refresh.js";

/** Every page that follows what happens while it is read. */

import "./any.js";
import "../live.js";
import "../meetings/follow.js";
import "../following.js";
import "../timed-refresh.js";

/** What is on the floor of a meeting, on a page that hears nothing else. It runs beside the scripts of that page. */

import "../live.js";
import "../meetings/follow.js";
import "../timed-refresh.js";

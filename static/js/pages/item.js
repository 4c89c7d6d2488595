/** One item of an agenda. */

import "./live.js";
import "../meetings/item.js";
import "../meetings/in-chair.js";

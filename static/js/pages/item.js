/** One item of an agenda. */

import "./live.js";
import "../forms/left-words.js";
import "../meetings/item.js";
import "../meetings/in-chair.js";

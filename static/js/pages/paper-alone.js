/** A numbered document to whose talk its reader does not belong. */

import "./live.js";
import "../forms/left-words.js";
import "../printing.js";

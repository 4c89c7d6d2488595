/** A numbered document to whose talk its reader does not belong. */

import "./live.js";
import "../printing.js";

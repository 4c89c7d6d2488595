/** A comparison of two wordings. */

import "./any.js";
import "../printing.js";
import "../comparison.js";

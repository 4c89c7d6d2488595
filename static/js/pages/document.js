/** A document that may be too long for one page. */

import "./live.js";
import "../document-part.js";

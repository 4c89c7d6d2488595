/** A long document, of which the page shows a part. */

import "./live.js";
import "../document-part.js";

/** A paper that was submitted, with a link to copy. */

import "./live.js";
import "../copy-button.js";
import "../current-part.js";
import "../following.js";

/** The rolling text of a resolution, with the chairs' texts in it. */

import "./live.js";
import "../current-part.js";
import "../merging/words.js";

/** Search and its results. */

import "./any.js";
import "../facets.js";

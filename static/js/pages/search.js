/** Search and its results. */

import "./any.js";
import "../search/facets.js";

/** One comment on a page of its own. */

import "./live.js";
import "./comments.js";

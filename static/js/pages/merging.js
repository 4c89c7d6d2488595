/** The chair's text of a clause. */

import "./live.js";
import "../merging/words.js";
import "../merging/desk.js";
import "../shortcuts.js";

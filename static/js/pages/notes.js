/** The notes of an agenda item, which several people write at the same time. */

import "./live.js";
import "../forms/editor.js";

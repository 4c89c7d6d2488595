/** A draft as it will look, for those who write it and those who are asked for their consent. */

import "./live.js";
import "../current-part.js";
import "../forms/left-words.js";
import "../printing.js";
import "../seen-requests.js";

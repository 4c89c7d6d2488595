/** A page in place of one on which somebody wrote. */

import "./any.js";
import "../forms/left-words.js";

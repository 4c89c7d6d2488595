/** A page on which something can be followed and that hears nothing else. */

import "./any.js";
import "../following.js";

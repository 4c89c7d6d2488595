/** The form of an entry of the registry, with earlier work beside it. */

import "./drafting.js";
import "../forms/kinds.js";
import "../forms/picks.js";

/** Positions of delegations: those on one clause, those to be confirmed, and the grid. */

import "./live.js";
import "../current-part.js";

/** A draft of a paper that colleagues edit too, with earlier work beside it. */

import "./live.js";
import "../forms/earlier-work.js";
import "../forms/meeting-fields.js";

/** The form of a new paper or initiative, with earlier work beside it. */

import "./any.js";
import "../forms/earlier-work.js";
import "../forms/meeting-fields.js";

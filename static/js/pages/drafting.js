/** A form beside which earlier work is shown. */

import "./any.js";
import "../forms/earlier-work.js";
import "../forms/meeting-fields.js";

/** A form beside which earlier work is shown. */

import "./any.js";
import "../beside.js";
import "../of-meeting.js";

/** Which e-mails and notifications somebody gets. */

import "./any.js";
import "../push.js";

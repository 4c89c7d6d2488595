/** Invitations that were just made, each with a link to copy. */

import "./any.js";
import "../copy-button.js";

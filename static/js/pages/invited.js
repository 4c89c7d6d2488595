/** The links that were made a moment ago. */

import "./any.js";
import "../copy-button.js";

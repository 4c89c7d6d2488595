/** Bringing in a Word file, which takes a while to read. */

import "./any.js";
import "../forms/waiting.js";

/** The form in which evidence is given. */

import "./any.js";
import "../forms/things.js";

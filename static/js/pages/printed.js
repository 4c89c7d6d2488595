/** A page that can be had as PDF and follows nothing. */

import "./any.js";
import "../printing.js";

/** What people do with comments beside speaking. */

import "../release.js";
import "../support.js";
import "../quote.js";
import "../mention.js";
import "../compose.js";

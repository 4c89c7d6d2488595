/** What people do with comments beside speaking. */

import "../threads/releases.js";
import "../threads/support.js";
import "../threads/quotes.js";
import "../threads/mentions.js";
import "../threads/composer.js";

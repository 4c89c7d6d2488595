/** What people do with a comment wherever it stands: support, release, quote, mention and preview. */

import "../threads/composer.js";
import "../threads/mentions.js";
import "../threads/quotes.js";
import "../threads/releases.js";
import "../threads/suggestions.js";
import "../threads/support.js";

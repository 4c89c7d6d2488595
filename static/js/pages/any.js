/** Every page. The modules in this folder list what a kind of page does; each is served joined with all that it imports. */

import "../forms/folds.js";
import "../inbox.js";
import "../menu.js";
import "../push-here.js";
import "../search/search-suggestions.js";
import "../time.js";
import "../sign-out.js";

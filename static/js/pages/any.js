/** What every page does. The scripts of a page are served as one file: what its module here imports. */

import "../menu.js";
import "../search/search-suggestions.js";
import "../time.js";
import "../sign-out.js";

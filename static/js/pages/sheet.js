/** The time management plan or the list of documents of a meeting. */

import "./live.js";
import "../meetings/sheet.js";

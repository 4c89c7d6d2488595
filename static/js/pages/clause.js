/** A resolution with its threads. */

import "./live.js";
import "./comments.js";
import "../meetings/next-clause.js";
import "../merging/once-there.js";
import "../threads/first-key.js";
import "../threads/print.js";
import { listenToThreads } from "../threads/events.js";
import { setUpServedThreads } from "../threads/open-threads.js";

listenToThreads();
setUpServedThreads();

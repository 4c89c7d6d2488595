/** A resolution with its threads. */

import "./live.js";
import "./comments.js";
import "../meetings/next-clause.js";
import "../threads/keyboard.js";
import "../threads/print.js";
import { listenToThreads } from "../threads/events.js";
import { setUpServedThreads } from "../threads/open-threads.js";

listenToThreads();
setUpServedThreads();

/** A numbered document with what is said about it. */

import "./live.js";
import "./comments.js";
import "../forms/left-words.js";
import "../printing.js";
import "../following.js";
import "../threads/first-key.js";
import "../threads/print.js";
import { announce } from "../announce.js";
import { followBeside } from "../threads/beside.js";
import { listenToThreads } from "../threads/events.js";
import { setUpServedThreads } from "../threads/open-threads.js";
import { followSaid, nameBlocks } from "../threads/paper-blocks.js";
import { followWords } from "../threads/paper-margin.js";

nameBlocks();
listenToThreads();
followSaid();
followBeside();
followWords();
setUpServedThreads();
announce("beside:wanted", null);

/** Signing in, and setting up how one signs in. */

import "./any.js";
import "../passkeys.js";

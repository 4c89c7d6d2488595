/** Who is asked for consent has the wording on the screen: the drafters learn that it was seen. */

import { noAnswer, post } from "./http.js";

for (const request of document.querySelectorAll("[data-seen]")) {
  post(request.dataset.seen, { wording: request.dataset.wording }).catch(noAnswer);
}

/** Who is asked for consent has the wording on the screen: the drafters learn that it was seen. */

import { noAnswer, post } from "./http.js";

/** @param {Element} place */
function tellWithin(place) {
  for (const request of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-seen]"))) {
    post(request.dataset.seen, { wording: request.dataset.wording }).catch(noAnswer);
  }
}

tellWithin(document);
document.addEventListener("live:replaced", ({ detail }) => tellWithin(detail.now));

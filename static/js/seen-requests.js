/** Who is asked for consent has the wording on the screen: the drafters learn that it was seen, and so does this page. */

import { announce } from "./announce.js";
import { noAnswer, post } from "./http.js";

const told = new Set();

/** @param {ParentNode} place */
function tellWithin(place) {
  for (const request of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-seen]"))) tell(request.dataset);
}

/** @param {DOMStringMap} request */
async function tell({ seen, wording }) {
  const answer = await post(seen, { wording }).catch(noAnswer);
  if (!answer?.ok || told.has(wording)) return;
  told.add(wording);
  announce("live:changed", { topic: seen }); // its own line may not have been open yet
}

tellWithin(document);
document.addEventListener("live:replaced", ({ detail }) => tellWithin(detail.now));

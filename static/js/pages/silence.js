/**
 * A text under silence. When somebody has answered, those who circulated it can decide on it there and then; when the
 * silence is over, nobody is offered an answer any more, unless they have begun to write one.
 */

import "./live.js";
import { isWrittenIn } from "../forms/written.js";
import { get, noAnswer } from "../http.js";
import { putInPlaceOf } from "../put-in-place.js";

const standing = document.querySelector("[data-standing]").id;

document.addEventListener("live:applied", async ({ detail }) => {
  if (detail.target !== standing) return;
  const answer = await get(location.pathname).catch(noAnswer);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("#silence-lead, #silence-answer")) {
    const now = page.getElementById(part.id);
    if (isWrittenIn(part)) continue;
    if (!now) part.remove();
    else if (part.id === "silence-lead") putInPlaceOf(part, now);
  }
});

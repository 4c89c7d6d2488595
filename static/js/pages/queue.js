/**
 * What waits for the secretariat. Colleagues decide on it too: it is asked for again whenever they do. Whoever has begun to
 * choose here keeps what they chose, and is told until they have taken it back.
 */

import "./live.js";
import { announce } from "../announce.js";
import { isInUse } from "../forms/written.js";
import { get, noAnswer } from "../http.js";
import { inTurn } from "../in-turn.js";
import { putInPlaceOf } from "../put-in-place.js";

const notice = document.querySelector("[data-queue-moved]");

const refresh = inTurn(async () => {
  const answer = await get("/contributions/queue").catch(noAnswer);
  if (!answer?.ok) return;
  const newer = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("queue");
  const queue = document.getElementById("queue");
  notice.hidden = !isInUse(queue);
  if (!newer || !notice.hidden) return;
  putInPlaceOf(queue, newer);
  for (const form of newer.querySelectorAll("form")) announce("form:opened", { form });
});

document.addEventListener("live:entry", (event) => {
  if (!event.detail.target.startsWith("waiting")) return;
  event.preventDefault();
  refresh();
});
document.addEventListener("live:reload", refresh);

// Whoever takes back what they chose, or goes elsewhere without a choice, sees what others have decided.
for (const name of /** @type {const} */ (["change", "focusout"])) {
  document.addEventListener(name, () => {
    // Where the focus goes to is known a moment later.
    setTimeout(() => {
      if (!notice.hidden && !isInUse(document.getElementById("queue"))) refresh();
    });
  });
}

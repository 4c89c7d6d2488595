/** The time management plan or the list of documents: made from the agenda, so it is asked for again whenever that changes. */

import { elements, fragment, noAnswer } from "../http.js";
import { inTurn } from "../in-turn.js";
import { putInPlaceOf } from "../put-in-place.js";

const refresh = inTurn(async () => {
  const sheet = document.getElementById("sheet");
  const answer = await fragment(sheet.dataset.fragment).catch(noAnswer);
  if (answer?.ok) putInPlaceOf(sheet, elements(await answer.text())[0]);
});

document.addEventListener("live:applied", ({ detail }) => {
  if (detail.target === "agenda") refresh();
});
document.addEventListener("live:reload", refresh);

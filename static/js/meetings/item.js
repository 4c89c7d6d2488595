/**
 * The page of an agenda item. It hears what happens to the whole agenda, and asks for itself again where that concerns it:
 * when its line or those beside it look different. What it gets is put in place part by part.
 */

import { elements, fragment, noAnswer } from "../http.js";
import { isWrittenIn } from "../forms/written.js";
import { inTurn } from "../in-turn.js";
import { listenWithin } from "../live.js";
import { putParts } from "../put-parts.js";

const page = document.querySelector("[data-item-page]");
const item = document.getElementById("item");

let lineBefore = "";
/** The item as the server has it now. */
const refresh = inTurn(async () => {
  const answer = await fragment(item.dataset.fragment).catch(noAnswer);
  if (answer?.ok) put(elements(await answer.text())[0]);
  else if (answer?.status === 404) page.querySelector("[data-item-removed]").hidden = false;
});

document.addEventListener("live:applied", ({ detail }) => {
  if (detail.target === "agenda") {
    const line = lineIn(detail.html);
    // Whoever edits the agenda reads more than its lines hold.
    if (line === lineBefore && !page.dataset.may) return;
    lineBefore = line;
    refresh();
  } else if (/^(contribution|proposal|resolution)\./.test(detail.kind ?? "") || changesMore(detail.target)) refresh();
});

document.addEventListener("live:reload", refresh);

document.addEventListener("element:outdated", (event) => {
  if (event.detail.element !== item) return;
  event.preventDefault();
  refresh();
});

/**
 * Whether more changes than what arrives: its part was not there while it was empty, and with wordings clauses change too.
 *
 * @param {string} target
 */
function changesMore(target) {
  const { item: id } = item.dataset;
  return target === `item-wordings-${id}` || (target.startsWith("item-") && target.endsWith(`-${id}`) && !document.getElementById(target));
}

/** What an agenda says of this item, of those below it, and of the two beside it. @param {string} agenda */
function lineIn(agenda) {
  const lines = elements(agenda).flatMap((part) => [...part.querySelectorAll("[data-item]")]);
  const at = lines.findIndex((line) => line.dataset.item === item.dataset.item);
  const beside = [lines[at - 1], lines[at + 1]].map((line) => `${line?.dataset.number} ${line?.dataset.title}`);
  return [lines[at]?.outerHTML, ...beside].join("\n");
}

/** @param {HTMLElement} newer */
function put(newer) {
  putParts(item, newer, stays);
  listenWithin(item); // to clauses that the item has now
  if (newer.dataset.changesIn === undefined) delete item.dataset.changesIn;
  else item.dataset.changesIn = newer.dataset.changesIn;
}

/** Whether a part hears of its changes itself, or somebody has begun to fill in something there. @param {HTMLElement} part */
const stays = (part) => "stays" in part.dataset || isWrittenIn(part);

/**
 * The page of an agenda item. It hears what happens to the whole agenda, and asks for itself again where that concerns it:
 * when its line or those beside it look different. What it gets is put in place part by part.
 */

import { elements, fragment, noAnswer } from "../http.js";
import { announce } from "../announce.js";
import { isWrittenIn } from "../forms/written.js";
import { inTurn } from "../in-turn.js";
import { putInPlaceOf } from "../put-in-place.js";

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
  } else if (detail.kind?.startsWith("contribution.")) refresh();
});

document.addEventListener("live:reload", refresh);

document.addEventListener("element:outdated", (event) => {
  if (event.detail.element !== item) return;
  event.preventDefault();
  refresh();
});

/** What an agenda says of this item, of those below it, and of the two beside it. @param {string} agenda */
function lineIn(agenda) {
  const lines = elements(agenda).flatMap((part) => [...part.querySelectorAll("[data-item]")]);
  const at = lines.findIndex((line) => line.dataset.item === item.dataset.item);
  const beside = [lines[at - 1], lines[at + 1]].map((line) => `${line?.dataset.number} ${line?.dataset.title}`);
  return [lines[at]?.outerHTML, ...beside].join("\n");
}

/** Each part in the place of the older one. @param {HTMLElement} newer */
function put(newer) {
  const arrived = partsOf(newer);
  const names = new Set(arrived.map((part) => part.id));
  const gone = partsOf(item).filter((part) => !names.has(part.id) && !stays(part));
  for (const part of gone) part.remove();
  /** @type {HTMLElement | null} */
  let last = null;
  for (const part of arrived) {
    const present = document.getElementById(part.id);
    if (!present) {
      if (last) last.after(part);
      else item.prepend(part);
    } else if (!stays(present)) {
      const hadFocus = putInPlaceOf(present, part);
      announce("live:replaced", { before: present, now: part, hadFocus });
    }
    last = document.getElementById(part.id);
  }
  if (newer.dataset.changesIn === undefined) delete item.dataset.changesIn;
  else item.dataset.changesIn = newer.dataset.changesIn;
}

/** @param {HTMLElement} element */
const partsOf = (element) => /** @type {HTMLElement[]} */ ([...element.children]);

/** Whether a part hears of its changes itself, or somebody has begun to fill in something there. @param {HTMLElement} part */
const stays = (part) => "stays" in part.dataset || isWrittenIn(part);

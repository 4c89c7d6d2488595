/**
 * The drawer of the room: agreed wording and action points, recorded without leaving the page. It shows the item on the floor
 * until somebody writes in it; from then on it stays with the item for which that was begun.
 */

import { announce } from "../announce.js";
import { isWrittenIn } from "../forms/written.js";
import { elements, fragment, noAnswer } from "../http.js";
import { inTurn } from "../in-turn.js";
import { listenWithin } from "../live.js";
import { putParts } from "../put-parts.js";
import { showProblem, showUnreachable } from "./room.js";

const place = document.querySelector("[data-drawer-place]");
const status = document.querySelector("[data-room-says]");
/** @type {HTMLElement | null} */
let opener = null;

const drawer = () => /** @type {HTMLElement | null} */ (place.firstElementChild);
const floor = () => document.getElementById("room-item");
const onFloor = () => floor().dataset.item ?? "";
/** The drawer keeps to its item while it is written in, and when no other is on the floor. */
const stays = () => Boolean(drawer()) && (isWrittenIn(drawer()) || onFloor() === "" || onFloor() === drawer().dataset.item);

/** What of the floor the drawer depends on. */
const matters = () => [onFloor(), ...[...floor().querySelectorAll("[data-matter]")].map(({ dataset }) => `${dataset.matter}${dataset.id}`)].join(" ");
let mattersBefore = matters();

const refresh = inTurn(async () => {
  const answer = await ask();
  if (!answer) return;
  if (!answer.ok) return drawer() ? undefined : refuse(answer);
  const [newer] = elements(await answer.text());
  const hasBegunMeanwhile = drawer() && isWrittenIn(drawer()) && newer.dataset.item !== drawer().dataset.item;
  if (!hasBegunMeanwhile) put(newer);
  settle();
});

async function ask() {
  const answer = await fragment(stays() ? drawer().dataset.fragment : place.dataset.drawerPlace).catch(noAnswer);
  if (!answer && !drawer()) {
    place.hidden = true;
    showUnreachable();
  }
  return answer;
}

/** @param {Response} answer */
async function refuse(answer) {
  const { error } = (await answer.json().catch(noAnswer)) ?? {};
  place.hidden = true;
  showProblem(error ?? "");
}

/** @param {HTMLElement} newer */
function put(newer) {
  const present = drawer();
  if (present?.dataset.item === newer.dataset.item) putParts(present, newer, isWrittenIn);
  else place.replaceChildren(newer);
  listenWithin(place);
  for (const form of place.querySelectorAll("form")) announce("form:opened", { form });
}

function settle() {
  const moved = place.querySelector("[data-drawer-moved]");
  if (moved) moved.hidden = onFloor() === "" || onFloor() === drawer().dataset.item;
}

/** @param {string} which "wording", "action", or whatever is there */
async function open(which) {
  if (!stays()) place.replaceChildren(); // it was about another item
  place.hidden = false;
  await refresh();
  if (!drawer()) return;
  const first = place.querySelector("details[data-first]");
  const part = which === "action" || !first ? place.querySelector("details#drawer-action") : first;
  part.open = true;
  part.querySelector("textarea").focus();
  part.scrollIntoView({ block: "nearest" });
}

function close() {
  place.hidden = true;
  opener?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.closest("[data-drawer-close]")) return close();
  const link = target.closest("a[data-opens]");
  if (!place || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (place.contains(link)) return leave();
  opener = link;
  open(link.dataset.opens);
});

/** What is written for the item before stays in this browser, and comes back with that item. */
function leave() {
  place.replaceChildren();
  open("floor");
}

document.addEventListener("keydown", ({ key, target, defaultPrevented }) => {
  if (key !== "Escape" || !place || place.hidden || defaultPrevented || target.closest("dialog, input, select, textarea")) return;
  close();
});

document.addEventListener("live:applied", ({ detail }) => {
  if (!place || place.hidden || !drawer()) return;
  const { item } = drawer().dataset;
  const isOfItem = [`item-wordings-${item}`, `item-actions-${item}`].includes(detail.target);
  if (isOfItem || matters() !== mattersBefore) refresh();
  mattersBefore = matters();
});

document.addEventListener("room:refreshed", () => {
  if (place && !place.hidden) refresh();
  mattersBefore = matters();
});

document.addEventListener("form:saved", ({ detail: { form } }) => {
  if (!place?.contains(form)) return;
  status.textContent = place.dataset.recorded;
  form.closest("details").open = false;
  refresh();
});

/** Others recorded something else meanwhile: it is shown below what was typed, and the next press is meant to replace it. */
document.addEventListener("form:refused", async ({ detail: { form } }) => {
  if (!place?.contains(form) || !form.elements.seen) return;
  const answer = await fragment(drawer().dataset.fragment).catch(noAnswer);
  if (!answer?.ok) return;
  const [newer] = elements(await answer.text());
  /** @param {string} name */
  const now = (name) => newer.querySelector(`#${form.closest("details").id} input[name="${name}"]`)?.value;
  form.elements.on_table.value = now("on_table") ?? "";
  const seen = now("seen");
  if (seen === undefined || seen === form.elements.seen.value) return;
  form.elements.seen.value = seen;
  const shown = form.querySelector("[data-drawer-words]");
  shown.textContent = seen || shown.dataset.none;
  form.querySelector("[data-drawer-now]").hidden = false;
});

/**
 * The room of a meeting. Its parts are replaced as they change; every line of the speakers' list gets what this reader may
 * do with it; each act is a form that posts, and its result comes as the entry that everybody gets.
 */

import { announce } from "../announce.js";
import { isAsSent } from "../forms/written.js";
import { answerTo, copyWith, elements, fragment, me, noAnswer } from "../http.js";
import { catchUp } from "../live.js";
import "../one-act.js";
import { putInPlaceOf } from "../put-in-place.js";
import { beginAnew, fillInShown } from "./begun.js";

const page = document.querySelector("[data-room]");
const status = page.querySelector("[data-room-says]");
const problemPlace = page.querySelector("[data-room-error]");
const mayLead = page.dataset.may === "lead";
const delegations = page.dataset.delegations.split(" ");
const WAIT_FOR_ENTRY = 500;
/** @type {string | undefined} */
let said = document.getElementById("room-speakers")?.dataset.says;

/** What a reader can do with a line of the list: those who lead with any, others with their own. @param {HTMLElement} line */
function toolsFor(line) {
  const { person, delegation } = line.dataset;
  const isOwn = (person && person === me) || (delegation && delegations.includes(delegation));
  if (!mayLead && !isOwn) return null;
  return page.querySelector(`template[data-tools-template="${mayLead ? "lead" : "own"}"]`);
}

function addTools() {
  for (const line of page.querySelectorAll("[data-request]")) {
    const place = line.querySelector("[data-tools]");
    const template = toolsFor(line);
    if (place.childElementCount || !template) continue;
    place.append(copyWith(template, { "/speakers/0/": `/speakers/${line.dataset.request}/`, "{who}": line.dataset.who }));
  }
  for (const [index, give] of page.querySelectorAll("[data-control='give']").entries()) {
    if (index < 9) give.dataset.key = String(index + 1);
  }
}

function settle() {
  addTools();
  fillInShown();
  const undo = page.querySelector("[data-control='undo-change']");
  if (undo) undo.dataset.key = "u";
  const says = document.getElementById("room-speakers")?.dataset.says;
  if (says !== said) status.textContent = said = says;
}

const lines = () => [...page.querySelectorAll("[data-request]")];
/** @type {{request: string, control?: string, place: number} | null} the control that had the focus in a part that is being replaced */
let before = null;
/** @type {string | undefined} the line that the last act here takes off the list */
let takenOff;

document.addEventListener("live:entry", () => {
  const active = document.activeElement;
  const line = active?.closest("[data-request]");
  before = line ? { request: line.dataset.request, control: active.dataset.control, place: lines().indexOf(line) } : null;
});
document.addEventListener("live:applied", () => {
  settle();
  if (before) focusAgain(before);
  before = null;
});

/**
 * Whose line is gone goes on at the line that has taken its place: at the same button, unless somebody else has taken it off.
 * Whoever was about to press the button meant the other line.
 *
 * @param {NonNullable<typeof before>} was
 */
function focusAgain({ request, control, place }) {
  const now = lines();
  const same = now.find(({ dataset }) => dataset.request === request);
  const line = same ?? now[place] ?? now.at(-1);
  const isMeant = control && (same || request === takenOff);
  const at = isMeant ? line?.querySelector(`[data-control="${control}"]`) : line;
  if (at && at === line) line.tabIndex = -1;
  (at ?? document.getElementById("put-delegation"))?.focus({ preventScroll: true });
}

/** All parts as the server has them now. */
async function refresh() {
  const answer = await fragment(page.dataset.address).catch(noAnswer);
  if (!answer?.ok) return;
  for (const newer of elements(await answer.text())) {
    const older = document.getElementById(newer.id);
    if (older) putInPlaceOf(older, newer);
  }
  settle();
  announce("room:refreshed", {});
}

document.addEventListener("live:reload", refresh);
document.addEventListener("element:outdated", (event) => {
  if (!page.contains(event.detail.element)) return;
  event.preventDefault();
  refresh();
});

/** What whoever leads did last, with a button that undoes it. */
async function offerUndo() {
  const offer = document.getElementById("agenda-undo");
  const answer = offer && (await fragment(offer.dataset.fragment).catch(noAnswer));
  if (!answer?.ok) return;
  putInPlaceOf(document.getElementById("agenda-undo"), elements(await answer.text())[0]);
  settle();
}

/** @param {string} words */
export function showProblem(words) {
  problemPlace.textContent = words;
  problemPlace.hidden = !words;
}

export const showUnreachable = () => showProblem(status.dataset.failed);

document.addEventListener("live:state", ({ detail }) => {
  if (detail.connected && problemPlace.textContent === status.dataset.failed) showProblem("");
});

/** Enter at a choice sends its form, and Ctrl with Enter what was written in several lines. */
page.addEventListener("keydown", (event) => {
  const field = /** @type {Field} */ (event.target);
  const isSent = field instanceof HTMLSelectElement || (field instanceof HTMLTextAreaElement && (event.ctrlKey || event.metaKey));
  const sends = isSent && field.form && "send" in field.form.dataset;
  const button = sends ? /** @type {HTMLButtonElement | null} */ (field.form.querySelector("button:not([type=button], [name=standing])")) : null;
  if (event.key !== "Enter" || event.repeat || !button || button.disabled) return;
  event.preventDefault();
  field.form.requestSubmit(button);
});

/**
 * Ready for the next one, unless somebody has written on meanwhile: then that is it. Whoever came back to the form stays there,
 * since what they type would be keys of the page.
 *
 * @type {(form: HTMLFormElement, sent: FormData, isBack: boolean) => void}
 */
function clear(form, sent, isBack) {
  if (isAsSent(form, sent)) {
    form.reset();
    announce("form:saved", { form });
    if (!isBack && form.contains(document.activeElement)) document.activeElement.blur();
  } else if (form.elements.seen) form.elements.seen.value = String(sent.get("words")); // they are one's own
  beginAnew(form);
}

page.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("send" in form.dataset || "undo" in form.dataset)) return;
  event.preventDefault();
  takenOff = ["give", "off"].includes(event.submitter?.dataset.control) ? form.closest("[data-request]").dataset.request : undefined;
  const sent = new FormData(form, event.submitter);
  let isBack = false;
  form.addEventListener("focusin", () => (isBack = true), { once: true });
  const answer = await answerTo(form.action, sent);
  if (!answer?.ok) {
    const { error } = (await answer?.json().catch(noAnswer)) ?? {};
    showProblem(error ?? status.dataset.failed);
    await catchUp(page.dataset.topic);
    if (answer && answer.status < 500) beginAnew(form); // otherwise it may have been stored, and is known by its key when it comes again
    announce("form:refused", { form });
    return;
  }
  showProblem("");
  if ("clears" in form.dataset) clear(form, sent, isBack);
  else announce("form:saved", { form, sent });
  offerUndo();
  setTimeout(() => {
    for (const place of [page, ...page.querySelectorAll("[data-topic]")]) catchUp(place.dataset.topic);
  }, WAIT_FOR_ENTRY);
});

settle();

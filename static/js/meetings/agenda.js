/**
 * A meeting's page: the agenda is replaced as it changes, and whoever reads or edits it stays where they are.
 * With `edit-agenda` in `data-may`, items move by pointer and by key; every change is a form that posts.
 */

import { answerTo, elements, fragment, noAnswer } from "../http.js";
import { apply } from "../live.js";
import "../one-act.js";
import { holdForm, openForm, returnForm } from "./edit-in-place.js";
import { putInPlaceOf } from "../put-in-place.js";
import { newKey } from "../forms/form-storage.js";
import { isAsSent } from "../forms/written.js";
import { fillIn } from "../words.js";
import { reorder } from "./reorder.js";

const page = document.querySelector("[data-meeting]");
const status = page.querySelector("[data-agenda-says]");
const tools = page.querySelector("template[data-tools-template]");
const problemPlace = page.querySelector("[data-agenda-error]");
const mayEdit = page.dataset.may.split(" ").includes("edit-agenda");
const allowsMotion = matchMedia("(prefers-reduced-motion: no-preference)");
const WAIT_FOR_ENTRY = 500;

let replacements = 0; // how often the agenda was replaced
let isDragging = false;

/** @type {Entry | null} an entry that waits while something is dragged */
let heldBack = null;

/** @type {{kind: "moved" | "added", item: string, from?: string} | null} what this reader did last, to be told once it shows */
let deed = null;

/** @type {ReturnType<typeof remember> | null} */
let before = null;

/** @type {string | null} the item that this reader closed last */
let justClosed = null;

const agenda = () => document.getElementById("agenda");

/** @type {(item: string) => HTMLElement | undefined} */
const lineOf = (item) => agenda()?.querySelector(`[data-item="${item}"]`);

document.addEventListener("live:entry", (event) => {
  if (event.detail.target !== "agenda") return;
  if (isDragging) {
    event.preventDefault();
    heldBack = event.detail;
  } else {
    before = remember();
  }
});

document.addEventListener("live:applied", ({ detail }) => {
  if (detail.target === "agenda") settle();
  else if (detail.kind.startsWith("contribution.")) refresh();
});

document.addEventListener("live:reload", refresh);

document.addEventListener("element:outdated", (event) => {
  if (event.detail.element !== agenda()) return;
  event.preventDefault();
  refresh();
});

/** The agenda as the server has it now, unless a newer one arrives meanwhile. */
async function refresh() {
  if (!agenda()) return;
  const count = replacements;
  const answer = await fragment(page.dataset.agenda).catch(noAnswer);
  if (!answer?.ok || replacements !== count || isDragging) return;
  before = remember();
  agenda().replaceWith(...elements(await answer.text()));
  settle();
}

/** Where the reader is in the agenda: what has the focus, which menu is open, where each line stands. An open form steps aside. */
function remember() {
  holdForm();
  const active = document.activeElement;
  const line = agenda()?.contains(active) ? active.closest("[data-item]") : null;
  return {
    focus: line && { item: line.dataset.item, control: active.dataset.control, href: active.getAttribute("href") },
    menu: agenda()?.querySelector("details[data-menu][open]")?.closest("[data-item]")?.dataset.item,
    tops: new Map(rows().map((row) => [row.closest("[data-item]").id, row.getBoundingClientRect().top])),
  };
}

function rows() {
  return [...(agenda()?.querySelectorAll("[data-row]") ?? [])];
}

/** After the agenda was replaced: controls, focus and menu are where they were, and lines glide to their place. */
function settle() {
  replacements += 1;
  if (mayEdit) {
    addTools();
    offerReopening();
    returnForm(lineOf);
  }
  const { focus, menu, tops } = before ?? remember();
  before = null;
  const open = menu && lineOf(menu)?.querySelector("[data-menu]");
  if (open) open.open = true;
  if (focus) restoreFocus(focus);
  if (allowsMotion.matches) {
    for (const row of rows()) glide(row, tops.get(row.closest("[data-item]").id));
  }
  tellChange();
  for (const said of page.querySelectorAll("[data-while-empty]")) said.hidden = rows().length > 0;
}

/** @param {ReturnType<typeof remember>["focus"]} focus */
function restoreFocus({ item, control, href }) {
  const line = lineOf(item);
  const same = control
    ? line?.querySelector(`[data-control="${control}"]`)
    : [...(line?.querySelectorAll("a[href]") ?? [])].find((link) => link.getAttribute("href") === href);
  // The button may be gone (an item that is closed cannot be closed): its menu is the next best.
  (same?.checkVisibility() ? same : line?.querySelector('[data-control="menu"]'))?.focus({ preventScroll: true });
}

/** @type {(row: HTMLElement, top?: number) => void} */
function glide(row, top) {
  const distance = top === undefined ? 0 : top - row.getBoundingClientRect().top;
  if (Math.abs(distance) < 2) return;
  row.animate([{ transform: `translateY(${distance}px)` }, { transform: "none" }], {
    duration: 220,
    easing: "cubic-bezier(0.2, 0, 0, 1)",
  });
}

/** Tell a screen reader what this reader did, or else that something changed. */
function tellChange() {
  const did = deed;
  deed = null;
  if (!did) return tell("changed");
  const line = lineOf(did.item);
  if (!line) {
    deed = did.kind === "added" ? did : null; // its line has not arrived yet
    return;
  }
  const to = line.dataset.number;
  if (did.kind === "added") tell("added", { to });
  else if (did.from === to) tell("same", { from: did.from });
  else tell("moved", { from: did.from, to });
}

/** @type {(name: string, values?: Record<string, string>) => void} */
function tell(name, values = {}) {
  status.textContent = fillIn(status.dataset[name], values);
}

/** "Before", "below" or "after" an item, as it is numbered now. @type {(where: string, item: string) => string} */
function placeInWords(where, item) {
  const { number, title } = lineOf(item)?.dataset ?? {};
  return number ? fillIn(status.dataset[where], { item: `${number} ${title}` }) : "";
}

/** The reader can reopen the item that they closed last where they closed it, until they do something else. */
function offerReopening() {
  for (const line of agenda().querySelectorAll("[data-item]")) {
    line.toggleAttribute("data-just-closed", line.dataset.item === justClosed && line.dataset.state === "closed");
  }
}

/** Each line gets its controls from the page; what is broadcast has none. */
function addTools() {
  for (const line of agenda().querySelectorAll("[data-item]")) {
    const place = line.querySelector("[data-tools]");
    if (place.childElementCount) continue;
    const { item, number, title } = line.dataset;
    const copy = tools.content.cloneNode(true);
    for (const element of copy.querySelectorAll("[href], [action], [aria-label]")) {
      for (const name of ["href", "action", "aria-label"]) {
        const value = element.getAttribute(name);
        if (value === null) continue;
        const filled = value
          .replace(/\/items\/0(?=\/|$)/, `/items/${item}`)
          .replace("parent=0", `parent=${item}`)
          .replace("{number}", () => number)
          .replace("{title}", () => title);
        element.setAttribute(name, filled);
      }
    }
    place.append(copy);
  }
}

/**
 * Post, and see the result: by the entry that everybody gets or, if it does not come, by asking.
 *
 * @type {(url: string, data: FormData | Record<string, string>) => Promise<Response | null>}
 */
async function send(url, data) {
  const count = replacements;
  showProblem("");
  const answer = await answerTo(url, data);
  if (answer && "notes" in ((await answer.clone().json().catch(noAnswer)) ?? {})) return answer;
  if (!answer?.ok) {
    deed = null;
    const { error } = (await answer?.json().catch(noAnswer)) ?? {};
    showProblem(error ?? status.dataset.failed);
    refresh();
    offerUndo();
    return null;
  }
  setTimeout(() => replacements === count && refresh(), WAIT_FOR_ENTRY);
  offerUndo();
  return answer;
}

/** What this editor did last, with a button that undoes it. */
async function offerUndo() {
  const offer = document.getElementById("agenda-undo");
  const answer = await fragment(offer.dataset.fragment).catch(noAnswer);
  if (answer?.ok) putInPlaceOf(document.getElementById("agenda-undo"), elements(await answer.text())[0]);
}

/** @param {string} words */
function showProblem(words) {
  if (!problemPlace) return;
  problemPlace.textContent = words;
  problemPlace.hidden = !words;
}

/** @param {HTMLFormElement} form */
function closeMenu(form) {
  const menu = form.closest("[data-menu]");
  menu.open = false;
  menu.querySelector("summary").focus({ preventScroll: true });
}

/** Gives the address to which a move of the item is posted. @param {string} item */
function startMove(item) {
  deed = { kind: "moved", item, from: lineOf(item)?.dataset.number };
  return `${location.pathname}/items/${item}/moves`;
}

if (mayEdit) {
  reorder(page.querySelector("[data-reorder]"), {
    deepest: 4,
    words: ({ parent, after, before: next }) =>
      next ? placeInWords("before", next) : parent ? placeInWords("below", parent) : placeInWords("after", after),
    onStart: () => (isDragging = true),
    onEnd: (item) => {
      isDragging = false;
      lineOf(item)?.querySelector("[data-handle]")?.focus({ preventScroll: true });
      const entry = heldBack;
      heldBack = null;
      if (entry) {
        before = remember();
        apply(entry);
      }
    },
    onPlace: ({ item, parent, after }) => send(startMove(item), { parent, after }),
  });

  const isRightToLeft = () => getComputedStyle(page).direction === "rtl";
  /** @type {Record<string, () => string>} */
  const steps = {
    ArrowUp: () => "up",
    ArrowDown: () => "down",
    ArrowLeft: () => (isRightToLeft() ? "in" : "out"),
    ArrowRight: () => (isRightToLeft() ? "out" : "in"),
  };

  page.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || !event.altKey || !(event.key in steps)) return;
    event.preventDefault();
    send(startMove(handle.closest("[data-item]").dataset.item), { step: steps[event.key]() });
  });

  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-edit]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const line = link.closest("[data-item]");
    line.querySelector("[data-menu]").open = false;
    openForm(line, link.href, { onSaved: () => tell("saved"), send });
  });

  page.addEventListener("submit", async (event) => {
    const form = event.target;
    if ("send" in form.dataset) {
      event.preventDefault();
      const item = form.closest("[data-item]").dataset.item;
      const { control } = event.submitter.dataset;
      justClosed = control === "close" ? item : null;
      if (event.submitter.name === "step") startMove(item);
      else if (form.closest("[data-menu]")) closeMenu(form); // what takes its place under the pointer is the opposite
      send(form.action, new FormData(form, event.submitter));
    } else if ("undo" in form.dataset) {
      event.preventDefault();
      if (await send(form.action, new FormData(form))) tell("undone");
    } else if ("addItem" in form.dataset) {
      event.preventDefault();
      const sent = new FormData(form);
      const answer = await send(form.action, sent);
      if (!answer) return;
      deed = { kind: "added", item: (await answer.json()).id };
      if (lineOf(deed.item)) tellChange();
      if (isAsSent(form, sent)) form.reset();
      form.elements.once.value = newKey(); // the next one may have the same title
      form.elements.title.focus();
    }
  });
}

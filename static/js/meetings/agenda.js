/**
 * A meeting's page: the agenda is replaced as it changes, and whoever reads or edits it stays where they are.
 * With `edit-agenda` in `data-may`, items move by pointer and by key; every change is a form that posts.
 */

import { elements, fragment, post } from "../http.js";
import { apply } from "../live.js";
import { reorder } from "./reorder.js";

const page = document.querySelector("[data-meeting]");
const says = page.querySelector("[data-agenda-says]");
const tools = page.querySelector("template[data-tools-template]");
const trouble = page.querySelector("[data-agenda-error]");
const mayEdit = page.dataset.may.split(" ").includes("edit-agenda");
const moves = matchMedia("(prefers-reduced-motion: no-preference)");
const WAIT_FOR_ENTRY = 500;

let shown = 0; // how often the agenda was replaced
let held = null; // an entry that waits while something is dragged
let dragging = false;
let expected = null; // what this reader did last, to be said when it is seen
let before = null;
let justClosed = null; // the item that this reader closed last

const agenda = () => document.getElementById("agenda");
const lineOf = (item) => agenda()?.querySelector(`[data-item="${item}"]`);

document.addEventListener("live:entry", (event) => {
  if (event.detail.target !== "agenda") return;
  if (dragging) {
    event.preventDefault();
    held = event.detail;
  } else {
    before = remember();
  }
});

document.addEventListener("live:applied", ({ detail }) => {
  if (detail.target === "agenda") settle();
  else if (detail.kind.startsWith("contribution.")) refresh();
});

document.addEventListener("live:reload", refresh);

document.addEventListener("until:over", (event) => {
  if (event.detail.element !== agenda()) return;
  event.preventDefault();
  refresh();
});

/** The agenda as the server has it now, unless a newer one arrives meanwhile. */
async function refresh() {
  if (!agenda()) return;
  const asked = shown;
  const answer = await fragment(page.dataset.agenda).catch(() => null);
  if (!answer?.ok || shown !== asked || dragging) return;
  before = remember();
  agenda().replaceWith(...elements(await answer.text()));
  settle();
}

/** Where the reader is in the agenda: what has the focus, which menu is open, where each line stands. */
function remember() {
  const active = document.activeElement;
  const line = agenda()?.contains(active) ? active.closest("[data-item]") : null;
  return {
    focus: line && { item: line.dataset.item, control: active.dataset.control, href: active.getAttribute("href") },
    menu: agenda()?.querySelector("[data-menu][open]")?.closest("[data-item]")?.dataset.item,
    tops: new Map(rows().map((row) => [row.closest("[data-item]").id, row.getBoundingClientRect().top])),
  };
}

function rows() {
  return [...(agenda()?.querySelectorAll("[data-row]") ?? [])];
}

/** After the agenda was replaced: controls, focus and menu are where they were, and lines glide to their place. */
function settle() {
  shown += 1;
  if (mayEdit) {
    equip();
    offerUndo();
  }
  const { focus, menu, tops } = before ?? remember();
  before = null;
  const open = menu && lineOf(menu)?.querySelector("[data-menu]");
  if (open) open.open = true;
  if (focus) {
    const line = lineOf(focus.item);
    const same = focus.control
      ? line?.querySelector(`[data-control="${focus.control}"]`)
      : [...(line?.querySelectorAll("a[href]") ?? [])].find((link) => link.getAttribute("href") === focus.href);
    // What was pressed may be gone (an item that is closed cannot be closed): its menu is the next best.
    (same?.checkVisibility() ? same : line?.querySelector('[data-control="menu"]'))?.focus({ preventScroll: true });
  }
  if (moves.matches) {
    for (const row of rows()) glide(row, tops.get(row.closest("[data-item]").id));
  }
  tell();
}

function glide(row, top) {
  const distance = top === undefined ? 0 : top - row.getBoundingClientRect().top;
  if (Math.abs(distance) < 2) return;
  row.animate([{ transform: `translateY(${distance}px)` }, { transform: "none" }], {
    duration: 220,
    easing: "cubic-bezier(0.2, 0, 0, 1)",
  });
}

function tell() {
  const did = expected;
  expected = null;
  const line = did && lineOf(did.item);
  if (!did) return speak("changed");
  if (!line) {
    expected = did.kind === "added" ? did : null; // its line has not arrived yet
    return;
  }
  const to = line.dataset.number;
  if (did.kind === "added") speak("added", { to });
  else if (did.from === to) speak("same", { from: did.from });
  else speak("moved", { from: did.from, to });
}

function speak(name, values = {}) {
  says.textContent = wordsOf(name, values);
}

function wordsOf(name, values) {
  return says.dataset[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Before, below or after which item, as it is numbered now. */
function worded(where, item) {
  const { number, title } = lineOf(item)?.dataset ?? {};
  return number ? wordsOf(where, { item: `${number} ${title}` }) : "";
}

/** What was closed a moment ago is opened again where it was closed, until something else is done. */
function offerUndo() {
  for (const line of agenda().querySelectorAll("[data-item]")) {
    line.toggleAttribute("data-just-closed", line.dataset.item === justClosed && line.dataset.state === "closed");
  }
}

/** Each line gets its controls from the page; what is broadcast has none. */
function equip() {
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
          .replace("/items/0/", `/items/${item}/`)
          .replace("parent=0", `parent=${item}`)
          .replace("{number}", () => number)
          .replace("{title}", () => title);
        element.setAttribute(name, filled);
      }
    }
    place.append(copy);
  }
}

/** Post, and see the result: by the entry that everybody gets or, if it does not come, by asking. */
async function send(url, data) {
  const seen = shown;
  complain("");
  const answer = await post(url, data).catch(() => null);
  if (!answer?.ok) {
    expected = null;
    complain((await answer?.json().catch(() => null))?.error ?? says.dataset.failed);
    refresh();
    return null;
  }
  setTimeout(() => shown === seen && refresh(), WAIT_FOR_ENTRY);
  return answer;
}

function complain(words) {
  if (!trouble) return;
  trouble.textContent = words;
  trouble.hidden = !words;
}

function leaveMenu(form) {
  const menu = form.closest("[data-menu]");
  menu.open = false;
  menu.querySelector("summary").focus({ preventScroll: true });
}

function startMove(item) {
  expected = { kind: "moved", item, from: lineOf(item)?.dataset.number };
  return `${location.pathname}/items/${item}/moves`;
}

if (mayEdit) {
  reorder(page.querySelector("[data-reorder]"), {
    deepest: 4,
    words: ({ parent, after, before: next }) =>
      next ? worded("before", next) : parent ? worded("below", parent) : worded("after", after),
    onStart: () => (dragging = true),
    onEnd: (item) => {
      dragging = false;
      lineOf(item)?.querySelector("[data-handle]")?.focus({ preventScroll: true });
      const waiting = held;
      held = null;
      if (waiting) {
        before = remember();
        apply(waiting);
      }
    },
    onPlace: ({ item, parent, after }) => send(startMove(item), { parent, after }),
  });

  const rtl = () => getComputedStyle(page).direction === "rtl";
  const steps = {
    ArrowUp: () => "up",
    ArrowDown: () => "down",
    ArrowLeft: () => (rtl() ? "in" : "out"),
    ArrowRight: () => (rtl() ? "out" : "in"),
  };

  page.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || !event.altKey || !(event.key in steps)) return;
    event.preventDefault();
    send(startMove(handle.closest("[data-item]").dataset.item), { step: steps[event.key]() });
  });

  page.addEventListener("submit", async (event) => {
    const form = event.target;
    if ("send" in form.dataset) {
      event.preventDefault();
      const item = form.closest("[data-item]").dataset.item;
      const { control } = event.submitter.dataset;
      justClosed = control === "close" ? item : null;
      if (event.submitter.name === "step") startMove(item);
      else if (form.closest("[data-menu]")) leaveMenu(form); // what comes in its place under the pointer is the opposite
      send(form.action, new FormData(form, event.submitter));
    } else if ("addItem" in form.dataset) {
      event.preventDefault();
      const answer = await send(form.action, new FormData(form));
      if (!answer) return;
      expected = { kind: "added", item: (await answer.json()).id };
      if (lineOf(expected.item)) tell();
      form.reset();
      form.elements.title.focus();
    }
  });
}

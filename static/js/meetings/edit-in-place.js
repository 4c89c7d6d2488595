/**
 * An item of the agenda opens as a form where it stands. The agenda around it goes on changing: the form keeps its words,
 * the caret and the focus, and finds its line again wherever that has moved.
 */

import { announce } from "../announce.js";
import { isAsSent } from "../forms/written.js";
import { elements, fragment, noAnswer } from "../http.js";
import { inTurn } from "../in-turn.js";

/** @typedef {(url: string, data: FormData) => Promise<Response | null>} Send */

const holder = /** @type {HTMLElement} */ (document.querySelector("[data-edit-holder]"));

/** @type {HTMLFormElement | null} */
let form = null;

/**
 * One at a time: if another one is open, that one gets the focus.
 *
 * @type {(line: HTMLElement, url: string, options: {onSaved: () => void, send: Send}) => Promise<void>}
 */
export async function openForm(line, url, options) {
  if (form) {
    firstField(form).focus();
    return;
  }
  const answer = await fragment(url).catch(noAnswer);
  if (!answer?.ok || form) {
    if (!form) location.assign(url);
    return;
  }
  const [opened] = elements(await answer.text());
  form = /** @type {HTMLFormElement} */ (opened);
  const current = document.getElementById(line.id) ?? line; // the agenda may have been replaced meanwhile
  place(current);
  announce("form:opened", { form });
  firstField(form).focus();
  const saved = form;
  const saveInTurn = inTurn(() => save(saved, options)); // what a second press saves begins with what the first has stored
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    saveInTurn();
  });
  form.querySelector("[data-cancel]").addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
}

/**
 * What is written while the answer is under way is not saved with it: then the form stays open.
 *
 * @param {HTMLFormElement} saved
 * @param {{onSaved: () => void, send: Send}} options
 */
async function save(saved, { onSaved, send }) {
  if (form !== saved) return;
  const sent = new FormData(saved);
  const answer = await send(saved.action, sent);
  const { notes, marks } = (await answer?.json()) ?? {};
  if (!answer || form !== saved) return false;
  if (marks) saved.elements.marks.value = marks;
  const slot = saved.querySelector("[data-notes]");
  if (notes === undefined) {
    if (isAsSent(saved, sent)) close();
    else {
      announce("form:saved", { form: saved, sent });
      if (!sent.has("take")) slot.replaceChildren(); // where they took what others had saved, the fields do not show it
    }
    onSaved();
    return;
  }
  slot.replaceChildren(...elements(notes));
  const first = /** @type {HTMLElement} */ (slot.firstElementChild);
  first.tabIndex = -1;
  first.focus();
  return false;
}

function close() {
  const line = form.closest("[data-item]");
  announce("form:saved", { form });
  form.remove();
  form = null;
  holder.hidden = true;
  line?.querySelector('[data-control="menu"]')?.focus({ preventScroll: true });
}

/** Before the agenda is replaced. */
export function holdForm() {
  if (form && form.parentElement !== holder) move(form, holder);
}

/**
 * After it was replaced. If the item is gone, its form stays in sight.
 *
 * @param {(item: string) => HTMLElement | undefined} lineOf
 */
export function returnForm(lineOf) {
  if (!form) return;
  const line = lineOf(form.dataset.editItem);
  holder.hidden = Boolean(line);
  if (line) place(line);
}

/** @param {HTMLElement} line */
function place(line) {
  const row = line.querySelector("[data-row]");
  if (form.isConnected) move(form, line, row.nextElementSibling);
  else row.after(form);
}

/**
 * Whoever types goes on typing. Where browsers cannot move an element as it is, the focus and the caret are put back.
 *
 * @type {(element: HTMLElement, parent: HTMLElement, before?: Element | null) => void}
 */
function move(element, parent, before = null) {
  if ("moveBefore" in parent) {
    /** @type {any} */ (parent).moveBefore(element, before);
    return;
  }
  const active = /** @type {HTMLInputElement} */ (document.activeElement);
  const hadFocus = element.contains(active);
  const [start, end] = hadFocus && typeof active.selectionStart === "number" ? [active.selectionStart, active.selectionEnd] : [];
  /** @type {Element} */ (parent).insertBefore(element, before);
  if (!hadFocus) return;
  active.focus({ preventScroll: true });
  if (start !== undefined) active.setSelectionRange(start, end);
}

/** @type {(within: HTMLFormElement) => HTMLElement} */
const firstField = (within) => within.querySelector("[name=title]");

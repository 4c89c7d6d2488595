/**
 * Whether somebody has filled something in since the page was served, or the form was reset or saved. What is written in is
 * replaced by no live update, and stays with what it was begun for.
 */

// What one looks for is no words of one's own.
const FIELDS = "textarea, select, input:not([type=hidden], [type=search])";

/**
 * @param {Element} place a form, or a part of the page with forms in it
 * @param {string} [apart] which forms in it do not count
 */
export const isWrittenIn = (place, apart) =>
  fieldsIn(place).some((field) => isWritten(field) && !(apart && place.contains(field.closest(apart))));

/**
 * Whether somebody is at a field there, too. What the server has sent back to be mended looks as if it had been served so.
 *
 * @param {Element} place
 */
export function isInUse(place) {
  const field = document.activeElement?.closest("input, select, textarea");
  return "posted" in document.body.dataset || (field && place.contains(field)) || isWrittenIn(place);
}

/** Whether somebody would miss something if this page went. */
export const isPageInUse = () => isInUse(document.body) || document.querySelector("dialog[open], [contenteditable=true]") !== null;

/** @param {Element} place */
const fieldsIn = (place) => /** @type {Field[]} */ ([...place.querySelectorAll(FIELDS)]);

/** @param {Field} field */
function isWritten(field) {
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options];
    const isChosen = options.some((option) => option.defaultSelected) || field.multiple;
    if (!isChosen) return options.length > 0 && field.selectedIndex !== 0; // the first, by the browser
    return options.some(({ selected, defaultSelected }) => selected !== defaultSelected);
  }
  const isTicked = field instanceof HTMLInputElement && field.checked !== field.defaultChecked;
  return isTicked || field.value !== field.defaultValue;
}

/** Whether a form holds what was sent, and nothing was written in it since. @type {(form: HTMLFormElement, sent: FormData) => boolean} */
export function isAsSent(form, sent) {
  const now = new FormData(form);
  return fieldsIn(form).every((field) => holdsAlike(field, sent, now));
}

/** @type {(field: Field, one: FormData, other: FormData) => boolean} */
const holdsAlike = ({ name }, one, other) => JSON.stringify(one.getAll(name)) === JSON.stringify(other.getAll(name));

/**
 * What stands in a form is what the next writer begins with. Where an answer was waited for, only what was sent.
 *
 * @type {(form: HTMLFormElement, sent?: FormData) => void}
 */
export function takeAsServed(form, sent) {
  const now = new FormData(form);
  for (const field of fieldsIn(form)) {
    if (sent && !holdsAlike(field, sent, now)) continue;
    if (field instanceof HTMLSelectElement) for (const option of field.options) option.defaultSelected = option.selected;
    else if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) field.defaultChecked = field.checked;
    else if (field.type !== "file" && field.type !== "password") field.defaultValue = field.value;
  }
}

document.addEventListener("form:saved", ({ detail }) => takeAsServed(detail.form, detail.sent));

/**
 * Whether somebody has filled something in since the page was served or the form was reset. What is written in is replaced
 * by no live update, and stays with what it was begun for.
 */

/** @param {Element} place a form, or a part of the page with forms in it */
export const isWrittenIn = (place) =>
  /** @type {Field[]} */ ([...place.querySelectorAll("textarea, select, input:not([type=hidden])")]).some(isWritten);

/** @param {Field} field */
function isWritten(field) {
  if (field instanceof HTMLSelectElement) {
    const served = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(served, 0);
  }
  const isTicked = field instanceof HTMLInputElement && field.checked !== field.defaultChecked;
  return isTicked || field.value !== field.defaultValue;
}

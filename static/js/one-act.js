/**
 * A double click, a double tap and Enter that is held down are one act. At the second press the page may show something else
 * there, such as the button of the next speaker, or the one that does the opposite: nobody meant that one.
 */

const ACTS = "form[data-send], form[data-undo], form[data-lead], form[data-merge]";
const DOUBLE_TAP = 400;

/** A minute more, or a step up in the agenda, is pressed as often as it is meant. @param {HTMLButtonElement} button */
const isMeantAgain = (button) => button.name === "step" || button.form.elements.minutes;

// Browsers count clicks, and not all count taps.
let tapped = -DOUBLE_TAP;
let isSecondTap = false;
document.addEventListener(
  "pointerdown",
  ({ pointerType, timeStamp }) => {
    const isTap = pointerType !== "mouse";
    isSecondTap = isTap && timeStamp - tapped < DOUBLE_TAP;
    tapped = isTap ? timeStamp : -DOUBLE_TAP;
  },
  { capture: true },
);

document.addEventListener(
  "click",
  (event) => {
    const button = /** @type {HTMLButtonElement | null} */ (event.target.closest("button"));
    const isSecond = event.detail > 1 || (event.detail === 1 && isSecondTap); // 0 is a click by key
    if (isSecond && button?.form?.matches(ACTS) && !isMeantAgain(button)) event.preventDefault();
  },
  { capture: true },
);

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && event.repeat && event.target.closest(`:is(${ACTS}) :is(button, input)`)) event.preventDefault();
  },
  { capture: true },
);

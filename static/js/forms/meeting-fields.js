/**
 * What belongs to the meeting that is chosen in a form: its deadline, and the items of its agenda.
 *
 * Of the items that a paper may name, those of the chosen meeting are shown; `data-follows` says which field holds the
 * meeting. Without this script all are offered, each with its meeting. Going back to a meeting brings its items back.
 */

for (const part of document.querySelectorAll("[data-follows]")) {
  /** @type {HTMLSelectElement | undefined} */
  const meeting = part.closest("form").elements[part.dataset.follows];
  if (meeting) follow(part, meeting);
}

/** @type {(part: HTMLElement, meeting: HTMLSelectElement) => void} */
function follow(part, meeting) {
  /** @type {Map<string, Set<string>>} meeting → items */
  const chosen = new Map();
  let previous = meeting.value;
  const boxes = () => [...part.querySelectorAll("input[type='checkbox']")].map((box) => /** @type {HTMLInputElement} */ (box));

  const show = () => {
    for (const choice of part.querySelectorAll("[data-meeting]")) choice.hidden = choice.dataset.meeting !== meeting.value;
    showDeadline(meeting.value);
  };

  meeting.addEventListener("change", () => {
    chosen.set(previous, new Set(boxes().filter((box) => box.checked).map((box) => box.value)));
    previous = meeting.value;
    for (const box of boxes()) box.checked = chosen.get(previous)?.has(box.value) ?? false;
    show();
  });
  // A draft that was stored in this browser may have been put back meanwhile.
  part.addEventListener("focusin", () => {
    previous = meeting.value;
    show();
  });
  show();
}

const alone = document.querySelector("select[name='meeting']");
if (alone && !document.querySelector("[data-follows]")) alone.addEventListener("change", () => showDeadline(alone.value));

/** @param {string} meeting */
function showDeadline(meeting) {
  for (const element of document.querySelectorAll("[data-of-meeting]")) {
    element.hidden = element.dataset.ofMeeting !== meeting;
  }
}

/**
 * What belongs to the meeting that is chosen in a form: its deadline, and the items of its agenda.
 *
 * Of the items that a paper may name, those of the chosen meeting are shown; `data-follows` says which field holds the
 * meeting. Without this script all are offered, each below its meeting. Going back to a meeting brings its item back.
 */

for (const items of document.querySelectorAll("select[data-follows]")) {
  /** @type {HTMLSelectElement} */
  const meeting = items.form.elements[items.dataset.follows];
  /** @type {Map<string, string>} meeting → item */
  const chosen = new Map();
  let previous = meeting.value;

  const show = () => {
    for (const option of items.querySelectorAll("[data-meeting]")) {
      option.hidden = option.dataset.meeting !== meeting.value;
      if (option.parentElement !== items) option.parentElement.hidden = option.hidden;
    }
    for (const element of document.querySelectorAll("[data-of-meeting]")) {
      element.hidden = element.dataset.ofMeeting !== meeting.value;
    }
  };

  meeting.addEventListener("change", () => {
    chosen.set(previous, items.value);
    previous = meeting.value;
    items.value = chosen.get(previous) ?? items.options[0].value;
    show();
  });
  // A draft that was stored in this browser may have been put back meanwhile.
  items.addEventListener("focus", () => {
    previous = meeting.value;
    show();
  });
  show();
}

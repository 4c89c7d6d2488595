/**
 * What belongs to the meeting that is chosen in a form: its deadline, and the items of its agenda.
 *
 * The items that a paper may name (`data-follows` says which field holds the meeting) are those of the meeting that is
 * chosen. Without this all are offered, each below its meeting. Going back to a meeting brings its item back.
 */

for (const items of document.querySelectorAll("select[data-follows]")) {
  const meeting = items.form.elements[items.dataset.follows];
  const chosen = new Map(); // meeting → item
  let shown = meeting.value;

  const show = () => {
    for (const option of items.querySelectorAll("[data-meeting]")) {
      option.hidden = option.dataset.meeting !== meeting.value;
      if (option.parentElement !== items) option.parentElement.hidden = option.hidden;
    }
    for (const one of document.querySelectorAll("[data-of-meeting]")) {
      one.hidden = one.dataset.ofMeeting !== meeting.value;
    }
  };

  meeting.addEventListener("change", () => {
    chosen.set(shown, items.value);
    shown = meeting.value;
    items.value = chosen.get(shown) ?? items.options[0].value;
    show();
  });
  // What was kept in this browser may have been put back meanwhile.
  items.addEventListener("focus", () => {
    shown = meeting.value;
    show();
  });
  show();
}

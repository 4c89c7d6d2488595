/**
 * In the room of a meeting, those who lead put each clause and document of the item on the floor. One key goes through
 * them: it puts the one after what is on the floor there.
 */

const template = document.querySelector('template[data-tools-template="matter"]');

function addTools() {
  const { item } = document.getElementById("room-item")?.dataset ?? {};
  const lines = [...document.querySelectorAll("[data-matter]")];
  for (const line of lines) {
    const place = line.querySelector("[data-tools]");
    if (!place.childElementCount) {
      const copy = template.content.cloneNode(true);
      const form = copy.querySelector("form");
      const { matter, id, what } = line.dataset;
      form.action = form.action.replace("/items/0/", `/items/${item}/`);
      Object.assign(form.querySelector('input[name="{name}"]'), { name: matter, value: id });
      const button = form.querySelector("button");
      button.ariaLabel = button.ariaLabel.replace("{what}", () => what);
      place.append(copy);
    }
    place.hidden = line.querySelector("[aria-current]") !== null;
  }
  const current = lines.findIndex((line) => line.querySelector("[aria-current]"));
  for (const [at, line] of lines.entries()) {
    const button = line.querySelector("button");
    if (at === (current + 1) % lines.length && at !== current) button.dataset.key = "f";
    else delete button.dataset.key;
    button.dataset.does = button.textContent;
  }
}

if (template) {
  document.addEventListener("live:applied", addTools);
  addTools();
}

/** Lists from which several may be chosen: what is chosen stands in the head of the fold, and a filter finds a line by any of its names. */

for (const fold of document.querySelectorAll("details[data-picks]")) {
  const filter = /** @type {HTMLInputElement} */ (fold.querySelector("[data-filter]"));
  const choices = [...fold.querySelectorAll("label.choice")];
  const none = fold.querySelector("[data-none]");
  const picked = fold.querySelector("[data-picked]");

  const narrow = () => {
    const words = folded(filter.value).split(/\s+/).filter(Boolean);
    const has = (/** @type {string} */ text) => words.every((word) => folded(text).includes(word));
    // Other names count where no line has these words in its own: 22-1 is a Question, and an earlier number of another.
    const byName = choices.filter((choice) => has(nameOf(choice)));
    const fitting = new Set(byName.length ? byName : choices.filter((choice) => has(choice.textContent)));
    for (const choice of choices) choice.classList.toggle("is-left-out", !fitting.has(choice));
    none.hidden = choices.some((choice) => choice.offsetParent !== null || !fold.open) || choices.length === 0;
  };

  const name = () => {
    const taken = choices.filter((choice) => choice.querySelector("input")?.checked && !choice.hidden);
    picked.textContent = taken.map(nameOf).join(" · ");
  };

  filter.addEventListener("input", (event) => {
    event.stopPropagation(); // nothing was written
    narrow();
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
  fold.addEventListener("change", name);
  document.addEventListener("form:filled", name);
  name();
}

/** Without its other names. @param {Element} choice */
function nameOf(choice) {
  return choice.querySelector("span").firstChild.textContent.trim();
}

/** Without capitals and accents. @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A fold that holds what a choice asks for opens with that choice. */

document.addEventListener("change", ({ target }) => {
  const fold = target.form?.querySelector(`details[data-opened-by="${CSS.escape(target.name)}"]`);
  if (fold && target.value === fold.dataset.openedAt) fold.open = true;
});

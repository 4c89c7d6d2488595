/** A button with `data-copy` copies those words to the clipboard, and the page says whether it did. */

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const status = /** @type {HTMLElement} */ (document.querySelector("[data-copy-says]"));
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    status.textContent = status.dataset.copied;
  } catch {
    status.textContent = status.dataset.refused; // browsers allow it only to pages that came over HTTPS
  }
});

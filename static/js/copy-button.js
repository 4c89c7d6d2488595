/** A button with `data-copy` puts those words where they can be pasted; the page says whether it did. */

const says = document.querySelector("[data-copy-says]");

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  says.textContent = "";
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    says.textContent = says.dataset.copied;
  } catch {
    says.textContent = says.dataset.refused; // only what came over HTTPS may
  }
});

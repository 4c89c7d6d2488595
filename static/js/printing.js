/** A link to a PDF with `data-printed`: printing takes seconds, in which these words say that it goes on. */

document.addEventListener("click", async (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (event.target.closest?.("[data-printed]"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const status = link.nextElementSibling;
  if (status.textContent) return; // it is being printed already
  status.textContent = ` ${link.dataset.printed}`;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw answer;
    const file = document.createElement("a");
    file.download = decodeURIComponent(/name\*?=(?:UTF-8'')?"?([^";]+)/.exec(answer.headers.get("Content-Disposition"))[1]);
    file.href = URL.createObjectURL(await answer.blob());
    file.click();
  } catch {
    location.assign(link.href); // which says why not
  }
  status.textContent = "";
});

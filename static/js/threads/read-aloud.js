/** Whether new comments are read out by a screen reader: a switch that this browser keeps. */

const SHELF = "wgcop.quiet";

export const isQuiet = () => localStorage.getItem(SHELF) === "1";

function show(root) {
  for (const one of root.querySelectorAll("[data-quiet]")) one.setAttribute("aria-pressed", String(!isQuiet()));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-quiet]")) return;
  if (isQuiet()) localStorage.removeItem(SHELF);
  else localStorage.setItem(SHELF, "1");
  show(document);
});
document.addEventListener("thread:opened", ({ detail }) => show(detail.thread));
show(document);

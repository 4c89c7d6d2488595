/** A thread on paper: what a delegation says to itself stays away, unless its reader asks for it. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (!button) return;
  document.documentElement.toggleAttribute("data-print-private", button.dataset.print === "private");
  print();
});
addEventListener("afterprint", () => document.documentElement.removeAttribute("data-print-private"));

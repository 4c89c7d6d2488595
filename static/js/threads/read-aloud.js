/** Whether a screen reader is told of new comments: a switch that this browser remembers. */

const KEY = "wgcop.quiet";

export const isQuiet = () => localStorage.getItem(KEY) === "1";

/** @param {ParentNode} root */
function showSwitches(root) {
  for (const button of root.querySelectorAll("[data-quiet]")) button.setAttribute("aria-pressed", String(!isQuiet()));
}

/** @param {Announced["thread:opened"]} detail */
export const showSwitchIn = ({ thread }) => showSwitches(thread);

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-quiet]")) return;
  if (isQuiet()) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, "1");
  showSwitches(document);
});
showSwitches(document);

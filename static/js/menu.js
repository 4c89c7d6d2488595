/** A menu closes when the reader goes on elsewhere or presses Escape; without scripts it is a plain details element. */

function openMenus() {
  return document.querySelectorAll("details.menu[open]");
}

/** @param {{target: HTMLElement}} event */
function closeOthers({ target }) {
  for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
}

document.addEventListener("click", closeOthers);
document.addEventListener("focusin", closeOthers);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

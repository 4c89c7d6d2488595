/** Shortcuts are of no use on a phone: they come with the first key that is pressed, and that key counts. */

/** @type {EventsOfElements["keydown"][]} keys that were pressed while they were under way */
const pressed = [];
let isHere = false;

/** @param {EventsOfElements["keydown"]} event */
async function keep(event) {
  if (isHere || !navigator.onLine || pressed.push(event) > 1) return;
  try {
    const { actOn } = await import("./keyboard.js");
    isHere = true;
    pressed.forEach(actOn);
  } catch {
    pressed.length = 0; // did not arrive: the next key asks again
  }
}

document.addEventListener("keydown", keep);
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-keys]")) document.getElementById("keys-dialog")?.showModal();
});

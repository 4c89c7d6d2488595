/** Most pages of a text show no chair's text. What changes one under the eyes of everybody is fetched as soon as one is there. */

let isComing = false;

async function bring() {
  if (isComing || !document.querySelector("section[data-chairs-text]")) return;
  isComing = true;
  try {
    const { refresh } = await import("./words.js");
    refresh(); // what was changed while it was under way
  } catch {
    isComing = false; // cut off: the page asks again once it is connected
  }
}

for (const name of /** @type {const} */ (["live:applied", "live:replaced", "live:state", "thread:opened", "thread:extended"])) {
  document.addEventListener(name, bring);
}
bring();

/** What a page loads: it waits until the page says where the editor is wanted. */

import { mount } from "./editor.js";

document.addEventListener("editor:wanted", (event) => {
  const { surroundings, mounted } = /** @type {CustomEvent} */ (event).detail;
  mounted(mount(surroundings));
});
document.dispatchEvent(new CustomEvent("editor:loaded"));

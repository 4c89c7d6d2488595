/** Keys beyond those that write: to the toolbar and the dialogs, and out of the text by Tab after Escape. */

import { keymap } from "prosemirror-keymap";
import { readCaret } from "./caret.js";
import { keys } from "./commands.js";

const TIME_TO_LEAVE = 4000;

export class Keyboard {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.leaving = -Infinity;
    this.last = "";
  }

  plugins() {
    const { editor } = this;
    return [
      keymap({
        "Mod-k": () => editor.dialogs.link(),
        "Mod-Alt-f": () => editor.toolbar.run("note"),
        "Mod-Shift-e": () => editor.toolbar.run("marking"),
        "Mod-Shift-k": () => editor.dialogs.clause(),
        "Mod-/": () => editor.dialogs.help(),
        "Mod-Alt-o": () => editor.outline.open(),
        "Mod-f": () => editor.find.open(),
        "Mod-g": () => editor.find.again(1),
        "Mod-Shift-g": () => editor.find.again(-1),
        F3: () => editor.find.again(1),
        "Shift-F3": () => editor.find.again(-1),
      }),
      keymap(keys({ isLeaving: () => performance.now() - this.leaving < TIME_TO_LEAVE })),
    ];
  }

  /** Before anything else takes the key. Whether it was one of these. @param {KeyboardEvent} event */
  pressed(event) {
    const { dialogs, status, toolbar, view } = this.editor;
    this.last = event.key;
    readCaret(view);
    // For a while after the focus came, a caret at the very start is taken for the browser's doing; now it is a key's.
    view.input.lastFocus = 0;
    if (event.key === "Escape") {
      this.leaving = performance.now();
      status.hint("leaving");
      return false;
    }
    if (event.key === "F10" && event.altKey) {
      toolbar.focus();
      return true;
    }
    if (event.key === "Enter" && dialogs.openSelected()) return true;
    if (!["Tab", "Shift"].includes(event.key)) this.leaving = -Infinity;
    return false;
  }

  /** The text has lost the focus. */
  left() {
    this.leaving = -Infinity;
  }
}

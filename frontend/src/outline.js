/** The headings of the text: a menu of the toolbar, which is a sheet on a phone, and a list beside the text where there is room. */

import { TextSelection } from "prosemirror-state";
import { wordsOf } from "./words.js";
import { reveal } from "./reveal.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {{pos: number, level: number, words: string}} Heading */

const PAUSE = 300;

/** Those that are not deleted or empty. @param {Node} doc @returns {Heading[]} */
export function headingsIn(doc) {
  /** @type {Heading[]} */
  const found = [];
  doc.descendants((node, pos) => {
    if (node.type.name !== "heading") return !node.isTextblock;
    const words = node.attrs.change === "deleted" ? "" : wordsOf(node.content).replaceAll(/\s+/g, " ").trim();
    if (words) found.push({ pos, level: node.attrs.level, words });
    return false;
  });
  return found;
}

export class Outline {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.menu = /** @type {HTMLElement} */ (editor.place.querySelector("[data-outline]"));
    this.beside = /** @type {HTMLElement | null} */ (document.querySelector("[data-outline-beside]"));
    this.shown = "";
    for (const place of this.places) {
      place.addEventListener("click", ({ target }) => {
        const chosen = /** @type {HTMLElement} */ (target).closest("button");
        if (chosen) this.go(this.items(place).indexOf(chosen));
      });
    }
    this.menu.addEventListener("beforetoggle", () => this.draw());
    this.draw();
  }

  get places() {
    return [this.menu, this.beside].filter(Boolean);
  }

  /** @param {HTMLElement} place @returns {HTMLButtonElement[]} */
  items(place) {
    return [...place.querySelectorAll("button")];
  }

  open() {
    this.menu.togglePopover(true);
    return true;
  }

  drawSoon() {
    this.timer ??= setTimeout(() => this.draw(), PAUSE);
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { doc, selection } = this.editor.view.state;
    const headings = headingsIn(doc);
    const now = JSON.stringify(headings.map(({ level, words }) => [level, words]));
    if (now !== this.shown) {
      this.shown = now;
      for (const place of this.places) this.fill(place, headings);
    }
    const here = headings.findLastIndex(({ pos }) => pos < selection.from);
    for (const place of this.places) {
      for (const [n, item] of this.items(place).entries()) {
        if (n === here) item.setAttribute("aria-current", "true");
        else item.removeAttribute("aria-current");
      }
    }
  }

  /** @type {(place: HTMLElement, headings: Heading[]) => void} */
  fill(place, headings) {
    const held = this.items(place).indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const least = Math.min(...headings.map(({ level }) => level));
    const list = place.querySelector("ol");
    list.replaceChildren(
      ...headings.map(({ level, words }) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = `editor__item headings__item headings__item--${level - least + 1}`;
        button.dir = "auto";
        button.textContent = words;
        item.append(button);
        return item;
      }),
    );
    /** @type {HTMLElement} */ (place.querySelector("[data-outline-none]")).hidden = headings.length > 0;
    if (place === this.beside) place.hidden = headings.length === 0;
    if (held >= 0) this.items(place).at(Math.min(held, headings.length - 1))?.focus();
  }

  /** The caret goes there too. @param {number} number */
  go(number) {
    const { view } = this.editor;
    const heading = headingsIn(view.state.doc)[number];
    if (this.menu.matches(":popover-open")) this.menu.hidePopover();
    if (!heading) return;
    view.focus();
    const { tr } = view.state;
    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(heading.pos + 1))));
    reveal(this.editor, heading.pos + 1, { isAtTop: true });
  }
}

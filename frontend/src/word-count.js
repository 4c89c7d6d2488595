/** How many words the text has, and the part that is selected: a line below it. Deleted words do not count. */

import { countWords } from "./word-segments.js";

/** @typedef {import("prosemirror-model").Node} Node */

const PAUSE = 200;
/** Of whole blocks: somebody who writes changes one of them. @type {WeakMap<Node, number>} */
const known = new WeakMap();

/** Between two places of a text, notes included. @type {(doc: Node, from: number, to: number) => number} */
export function wordsBetween(doc, from, to) {
  let count = 0;
  doc.nodesBetween(from, to, (node, pos) => {
    if (!node.inlineContent) return true;
    const start = pos + 1;
    const isWhole = from <= start && to >= start + node.content.size;
    const before = isWhole ? known.get(node) : undefined;
    const own = before ?? countWords(ownWords(node, Math.max(0, from - start), Math.min(node.content.size, to - start)));
    if (isWhole) known.set(node, own);
    count += own;
    return true; // there may be notes in it
  });
  return count;
}

/** Without its notes, which are counted apart. @type {(block: Node, from: number, to: number) => string} */
function ownWords(block, from, to) {
  let words = "";
  if (from >= to) return words;
  block.nodesBetween(from, to, (node, pos) => {
    if (node.marks.some(({ type }) => type.name === "deletion")) return false;
    words += node.isText ? node.text.slice(Math.max(0, from - pos), to - pos) : " ";
    return false;
  });
  return words;
}

export class WordCount {
  /** @param {any} editor */
  constructor(editor) {
    this.editor = editor;
    this.place = editor.place.querySelector("[data-word-count]");
    this.draw();
  }

  drawSoon() {
    this.timer ??= setTimeout(() => this.draw(), PAUSE);
  }

  draw() {
    clearTimeout(this.timer);
    this.timer = undefined;
    /** @type {import("prosemirror-state").EditorState} */
    const { doc, selection } = this.editor.view.state;
    const count = wordsBetween(doc, 0, doc.content.size);
    const selected = selection.ranges.reduce((sum, { $from, $to }) => sum + wordsBetween(doc, $from.pos, $to.pos), 0);
    const words = this.editor.say(selected ? "words-selected" : "words", { count, selected });
    if (this.place.textContent !== words) this.place.textContent = words;
  }
}

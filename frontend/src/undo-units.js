/**
 * What one undo takes back: a word as it was typed or deleted, or what was done as one thing, such as a paste. A pause of
 * half a second ends it too, which is the history's own rule.
 */

import { ReplaceStep } from "prosemirror-transform";
import { beginsWord } from "./word-segments.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */

/** So much before the caret says whether a word begins there. */
const NEAR = 80;

export class UndoUnits {
  /** What was done last: `typed`, `deleted` or something else. */
  last = "";
  /** @type {unknown} the word that is being composed with an input method */
  composition;
  isAtBlank = false;

  /** Whether this transaction of the writer is not undone with the one before it. @type {(tr: Transaction, state: EditorState) => boolean} */
  begins(tr, state) {
    if (!tr.docChanged || tr.getMeta("remote") || tr.getMeta("history$")) return false;
    const composition = tr.getMeta("composition");
    const isSameComposition = composition !== undefined && composition === this.composition;
    this.composition = composition;
    if (isSameComposition) return false;
    const { last } = this;
    const change = changeOf(tr, state);
    this.last = change.kind;
    const wasAtBlank = this.isAtBlank;
    this.isAtBlank = change.kind === "deleted" && !change.words.trim();
    if (change.kind !== last || change.kind === "other" || change.isWhole) return true;
    return change.kind === "typed" ? beginsWord(change.before, change.words) : wasAtBlank && !this.isAtBlank;
  }
}

/** @typedef {{kind: "typed" | "deleted" | "other", words: string, before: string, isWhole: boolean}} Change one that is `isWhole` stands for itself */

/** @type {(tr: Transaction, state: EditorState) => Change} */
function changeOf(tr, { doc }) {
  const [step] = tr.steps;
  const isOne = tr.steps.length === 1 && step instanceof ReplaceStep && !tr.getMeta("paste");
  if (!isOne || !step.slice.content.content.every((node) => node.isText)) return { kind: "other", words: "", before: "", isWhole: true };
  const $from = doc.resolve(step.from);
  const gone = doc.textBetween(step.from, step.to, "\n", "\ufffc");
  const come = step.slice.content.textBetween(0, step.slice.size);
  if (!come) return { kind: "deleted", words: gone, before: "", isWhole: gone.length !== 1 };
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - NEAR), $from.parentOffset, "\n", "\ufffc");
  return { kind: "typed", words: come, before, isWhole: Boolean(gone) };
}

/**
 * Marking changes: what is typed becomes an insertion and what is deleted stays, marked as a deletion, each with who did
 * it and when. A transaction of the writer is turned into one that marks before it is applied; the steps are steps like
 * any others, so that they merge like any others.
 *
 * Nothing changes unmarked: other marks of words, such as bold, delete the words and insert them anew, and what changes
 * the form of blocks does so with the blocks (`structure.js`).
 */

import { TextSelection } from "prosemirror-state";
import { AddMarkStep, Mapping, RemoveMarkStep, ReplaceStep } from "prosemirror-transform";
import { isBorder } from "./borders.js";
import { rebuilt, reworded } from "./structure.js";
import { isMarking } from "./switch.js";
import { isSplit, joinsInserted, replaced } from "./words.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {import("./words.js").Author} Author */

/** Whether this transaction is the writer's typing, and not an undoing, a decision, or something that others did. @param {Transaction} tr */
const isTyping = (tr) =>
  tr.docChanged &&
  !tr.getMeta("remote") &&
  !tr.getMeta("decision") &&
  !tr.getMeta("unmarked") &&
  !tr.getMeta("history$") &&
  !tr.getMeta("upkeep");

/** @param {import("prosemirror-transform").Step} step */
const isOfMarks = (step) => step instanceof AddMarkStep || step instanceof RemoveMarkStep;

/**
 * The same transaction with its changes marked; itself where there is nothing to mark, and null where they cannot be marked.
 *
 * @type {(tr: Transaction, state: EditorState, author: Author) => Transaction | null}
 */
export function withMarks(tr, state, author) {
  if (!isMarking(state) || !isTyping(tr)) return tr;
  let out;
  try {
    out = marked(tr, state, author);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null; // no place for both forms
  }
  if (tr.storedMarksSet) out.setStoredMarks(tr.storedMarks);
  for (const name of ["paste", "uiEvent", "composition", "addToHistory"]) {
    if (tr.getMeta(name) !== undefined) out.setMeta(name, tr.getMeta(name));
  }
  if (tr.scrolledIntoView) out.scrollIntoView();
  return out;
}

/** @type {(tr: Transaction, state: EditorState, author: Author) => Transaction} */
function marked(tr, state, author) {
  if (tr.steps.every(isOfMarks)) return reworded(tr, state, author);
  const isOfWords = tr.steps.every((step, at) => step instanceof ReplaceStep && !joins(step, tr.docs[at]) && !reshapes(step, tr.docs[at]));
  return isOfWords ? retyped(tr, state, author) : rebuilt(tr, state, author);
}

/** Whether a step only takes away the border between two blocks, which can neither be marked nor was just inserted. @type {(step: ReplaceStep, doc: Node) => boolean} */
function joins({ from, to, slice }, doc) {
  const isEmpty = from < to && !slice.size && !doc.textBetween(from, to, undefined, "\ufffc") && !doc.resolve(from).sameParent(doc.resolve(to));
  return isEmpty && !joinsInserted(doc, from, to) && !isBorder(doc, from, to);
}

/**
 * Whether a step moves more than words: a quotation is split, or an item of a list that holds more than one paragraph, or blocks without a word
 * take the place of others.
 *
 * @type {(step: ReplaceStep, doc: Node) => boolean}
 */
function reshapes({ from, to, slice }, doc) {
  const $from = doc.resolve(from);
  if (from === to) return isSplit(slice) && (!$from.parent.isTextblock || (slice.openStart > 1 && $from.node(-1).childCount > 1));
  const isBare = (/** @type {Node | import("prosemirror-model").Fragment} */ part, /** @type {number} */ start, /** @type {number} */ end) =>
    !part.textBetween(start, end, undefined, "\ufffc");
  return slice.openStart !== slice.openEnd && isBare(slice.content, 0, slice.content.size) && isBare(doc, from, to);
}

/** Whether all is put in above the caret, such as an empty paragraph. @type {(tr: Transaction, state: EditorState) => boolean} */
const isAboveCaret = (tr, { selection }) =>
  !tr.selectionSet &&
  tr.steps.every((step, at) => step instanceof ReplaceStep && step.from === step.to && step.to < tr.mapping.slice(0, at).map(selection.from));

/** Words that were typed, pasted or deleted. @type {(tr: Transaction, state: EditorState, author: Author) => Transaction} */
function retyped(tr, state, author) {
  const out = state.tr;
  const map = new Mapping();
  /** Where the caret goes: after the last change. @type {number | null} */
  let caret = null;
  for (const [at, original] of tr.steps.entries()) {
    const undone = original.invert(tr.docs[at]).map(map);
    const step = /** @type {ReplaceStep | null} */ (original.map(map));
    if (!step || !undone) continue;
    map.appendMap(undone.getMap());
    const before = out.mapping.maps.length;
    caret = replaced(out, step, author) ?? caret;
    const mirror = map.maps.length - 1;
    for (const [n, each] of out.mapping.maps.slice(before).entries()) map.appendMap(each, n === 0 ? mirror : undefined);
  }
  if (isAboveCaret(tr, state)) return out; // it stays with its words
  if (caret !== null) {
    out.setSelection(TextSelection.near(out.doc.resolve(Math.min(caret, out.doc.content.size)), -1));
  } else if (tr.selectionSet) {
    out.setSelection(tr.selection.map(out.doc, map));
  }
  return out;
}

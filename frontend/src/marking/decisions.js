/** Marked changes are found, gone through, and accepted or rejected, one or all. */

import { closeHistory } from "prosemirror-history";
import { TextSelection } from "prosemirror-state";
import { AttrStep } from "prosemirror-transform";
import { borderAbove, borderOf, joinUp } from "./borders.js";
import { removeBlock } from "./words.js";
import { schema } from "../schema.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{from: number, to: number, kind: "inserted" | "deleted" | "both", isBlock: boolean, border?: number, by: string | null, at: string | null}} Change of a `border`: where the block begins that is below it */

const { insertion, deletion } = schema.marks;
const { footnote } = schema.nodes;
const KINDS = /** @type {const} */ ({ insertion: "inserted", deletion: "deleted" });

/** All changes in reading order, each stretch of one kind and writer as one. @param {Node} doc @returns {Change[]} */
export function changesIn(doc) {
  /** @type {Change[]} */
  const found = [];
  doc.descendants((node, pos) => {
    const end = pos + node.nodeSize;
    if (!node.isInline) {
      const { change, border } = node.attrs;
      const line = borderOf(node);
      const signature = (!line && border?.attrs) || { by: null, at: null };
      if (line) found.push({ from: borderAbove(doc, pos)?.from ?? pos, to: pos + 1, kind: KINDS[line.type], isBlock: false, border: pos, ...line.attrs });
      if (change) found.push({ from: pos, to: end, kind: change, isBlock: true, ...signature });
      return true;
    }
    const put = insertion.isInSet(node.marks);
    const cut = deletion.isInSet(node.marks);
    if (!put && !cut) return node.type === footnote;
    const kind = put && cut ? "both" : put ? "inserted" : "deleted";
    const { by, at } = (cut ?? put).attrs;
    const last = found.at(-1);
    if (last && !last.isBlock && last.border === undefined && last.to === pos && last.kind === kind && last.by === by) last.to = end;
    else found.push({ from: pos, to: end, kind, isBlock: false, by, at });
    return false;
  });
  return found;
}

/** By which name the page says what was changed. @param {Change} change */
export const sayingOf = ({ border, kind }) => `${border === undefined ? "change" : "border"}-${kind}`;

/**
 * What is decided at the caret: words, or a whole block with the words in it.
 *
 * @param {EditorState} state
 * @returns {Change[]}
 */
export function changesAt({ doc, selection: { from, to } }) {
  const changes = changesIn(doc);
  const near = changes.filter((change) => change.from <= to && change.to >= from);
  const words = near.find(({ isBlock: whole }) => !whole);
  const blocks = near.filter(({ isBlock: whole, from: start, to: end, kind }) => whole && (!words || (kind === words.kind && start <= words.from && end >= words.to)));
  // The outermost: its rows and cells go with it.
  const one = blocks[0] ?? words;
  return one ? changes.filter((change) => change === one || (one.isBlock && change.kind === one.kind && change.from >= one.from && change.to <= one.to)) : [];
}

/**
 * Accept or reject changes: those given, or all.
 *
 * @type {(isAccepted: boolean, which?: Change[]) => import("prosemirror-state").Command}
 */
export const decide = (isAccepted, which) => (state, dispatch) => {
  const changes = which ?? changesIn(state.doc);
  if (!changes.length) return false;
  const tr = closeHistory(state.tr).setMeta("decision", true); // undone for itself, however soon it came
  // Borders last: nothing may come into a block that goes.
  for (const change of changes.toReversed()) if (change.border === undefined) decideOne(tr, change, isAccepted);
  for (const change of changes.toReversed()) if (change.border !== undefined) decideBorder(tr, change, isAccepted);
  dispatch?.(tr);
  return true;
};

/** @type {(tr: Transaction, change: Change, isAccepted: boolean) => void} */
function decideOne(tr, { from, to, kind, isBlock: whole }, isAccepted) {
  const goes = isAccepted ? kind !== "inserted" : kind !== "deleted";
  const { pos: start, deletedAfter: isGone } = tr.mapping.mapResult(from, 1);
  if (whole) {
    if (isGone || tr.doc.nodeAt(start)?.attrs.change !== kind) return; // gone with what is around it
    if (goes) removeBlock(tr, start);
    else settle(tr, start);
    return;
  }
  const end = tr.mapping.map(to, -1);
  if (start >= end) return;
  if (goes) tr.delete(start, end);
  else tr.removeMark(start, end, insertion).removeMark(start, end, deletion);
}

/** A block that stays is changed no more, and needs no signature. @type {(tr: Transaction, pos: number) => void} */
function settle(tr, pos) {
  const node = tr.doc.nodeAt(pos);
  if (node.attrs.border && !borderOf(node)) tr.step(new AttrStep(pos, "border", null));
  tr.step(new AttrStep(pos, "change", null));
}

/** @type {(tr: Transaction, change: Change, isAccepted: boolean) => void} */
function decideBorder(tr, { border, kind }, isAccepted) {
  const { pos, deletedAfter: isGone } = tr.mapping.mapResult(border, 1);
  const node = isGone ? null : tr.doc.nodeAt(pos);
  if (!node?.attrs.border || KINDS[borderOf(node)?.type] !== kind) return;
  if (isAccepted === (kind === "deleted")) joinUp(tr, pos);
  else tr.step(new AttrStep(pos, "border", null));
}

/** @type {(way: 1 | -1) => import("prosemirror-state").Command} */
export const goToChange = (way) => (state, dispatch) => {
  const changes = changesIn(state.doc);
  if (!changes.length) return false;
  const { from, to } = state.selection;
  const next =
    way > 0
      ? (changes.find((change) => change.from >= to && change.to > to) ?? changes[0])
      : (changes.findLast((change) => change.to <= from && change.from < from) ?? changes.at(-1));
  dispatch?.(state.tr.setSelection(TextSelection.between(state.doc.resolve(next.from), state.doc.resolve(next.to))).scrollIntoView());
  return true;
};

/**
 * The border between two paragraphs as a marked change: inserted by Enter, or deleted by joining the two.
 *
 * The lower paragraph has it, as the attribute `border`: a mark like those of words. So it goes with the one step that
 * splits a paragraph, and is gone with the one that joins it. Of a block that was inserted or deleted as a whole, it is the
 * signature. `wgcop/paper/borders.py` has the same rule.
 */

import { Slice } from "prosemirror-model";
import { AttrStep, ReplaceStep } from "prosemirror-transform";
import { schema } from "../schema.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{type: "insertion" | "deletion", attrs: {by: string | null, at: string | null}}} Border */

const KINDS = /** @type {const} */ ({ inserted: "insertion", deleted: "deletion" });

/** The change of the border above a block; none where the block itself was changed as a whole in the same way. @param {Node} node @returns {Border | null} */
export function borderOf({ attrs: { border, change } }) {
  return border && KINDS[/** @type {keyof typeof KINDS} */ (change)] !== border.type ? border : null;
}

/**
 * What lies between the words of the paragraph or heading at `pos` and those of the one above it, if the two would be
 * one without it: they stand in a row, or begin two items in a row, of which the upper one holds nothing else.
 *
 * @type {(doc: Node, pos: number) => {from: number, to: number} | null}
 */
export function borderAbove(doc, pos) {
  const $pos = doc.resolve(pos);
  if (!$pos.nodeAfter?.isTextblock) return null;
  if ($pos.nodeBefore) return $pos.nodeBefore.isTextblock ? { from: pos - 1, to: pos + 1 } : null;
  if ($pos.parent.type !== schema.nodes.list_item) return null;
  const above = doc.resolve($pos.before()).nodeBefore;
  return above?.childCount === 1 && above.firstChild.isTextblock ? { from: pos - 3, to: pos + 1 } : null;
}

/** Whether nothing but the border between two paragraphs of one kind lies between the places, so that it can be marked. @type {(doc: Node, from: number, to: number) => boolean} */
export function isBorder(doc, from, to) {
  const $to = doc.resolve(to);
  if (!$to.parent.isTextblock || $to.parentOffset) return false;
  const place = borderAbove(doc, to - 1);
  return place?.from === from && areAlike(doc.resolve(from).parent, $to.parent);
}

/** Joined in a file, two others would not be what they are here. @type {(one: Node, other: Node) => boolean} */
export function areAlike(one, other) {
  return one.type === other.type && ["level", "numbered", "change"].every((name) => one.attrs[name] === other.attrs[name]);
}

/** The block at `pos` goes on in the one above it; without such a one only the mark goes. @type {(tr: Transaction, pos: number) => void} */
export function joinUp(tr, pos) {
  const place = borderAbove(tr.doc, pos);
  if (!place) {
    tr.step(new AttrStep(pos, "border", null));
    return;
  }
  const $upper = tr.doc.resolve(place.from);
  const { change } = $upper.parent.attrs;
  if (change && change !== tr.doc.nodeAt(pos).attrs.change) changeWordsOnly(tr, $upper);
  tr.step(new ReplaceStep(place.from, place.to, Slice.empty));
}

/** What comes to a changed block must not come and go with it: its own words are marked, and the border above it. @type {(tr: Transaction, $upper: import("prosemirror-model").ResolvedPos) => void} */
function changeWordsOnly(tr, $upper) {
  const { change, border } = $upper.parent.attrs;
  const type = schema.marks[KINDS[/** @type {keyof typeof KINDS} */ (change)]];
  const signed = border ?? $upper.parent.firstChild?.marks.find((mark) => mark.type === type);
  const mark = type.create(signed?.attrs);
  $upper.parent.forEach((node, offset) => {
    const start = $upper.start() + offset;
    if (!type.isInSet(node.marks)) tr.addMark(start, start + node.nodeSize, mark);
  });
  tr.setNodeAttribute($upper.before(), "change", null);
  tr.setNodeAttribute($upper.before(), "border", mark.toJSON());
}

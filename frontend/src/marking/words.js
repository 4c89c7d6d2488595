/** Words and whole blocks that are put in or taken out, marked. */

import { Fragment, Slice } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import { borderOf, isBorder } from "./borders.js";
import { isBlock, schema } from "../schema.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-model").Mark} Mark */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{by: string | null, at: string, isForward?: boolean}} Author who deletes forward goes on behind what is deleted */

const { insertion, deletion } = schema.marks;
const { paragraph, list_item, footnote } = schema.nodes;

/** Does what a step does, marked; gives the place of the caret. @type {(out: Transaction, step: ReplaceStep, author: Author) => number} */
export function replaced(out, { from, to, slice }, { isForward, ...author }) {
  // Typed over a composed word, or corrected by the browser: what stays alike at both ends is no change.
  ({ from, to, slice } = trimmed(out.doc, from, to, slice));
  if (!slice.size && joinsInserted(out.doc, from, to)) {
    // Its words become words of a block that was there before, and stay insertions.
    const $to = out.doc.resolve(to);
    if (isInserted($to) && out.doc.resolve(from).parent.attrs.change !== "inserted") addInsertion(out, $to.start(), $to.end(), author);
    out.replace(from, to);
    return from;
  }
  if (!slice.size && isBorder(out.doc, from, to)) {
    const isGone = borderOf(out.doc.resolve(to).parent);
    if (!isGone) out.setNodeAttribute(to - 1, "border", deletion.create(author).toJSON());
    return isForward ? to : from;
  }
  let end = to;
  if (slice.size) end = inserted(out, to, slice, author);
  const before = out.mapping.maps.length;
  if (from < to) deleted(out, from, to, author);
  const since = out.mapping.slice(before);
  if (slice.size) return since.map(end, -1);
  return isForward ? since.map(to, 1) : since.map(from, -1);
}

/** What was only inserted, a block or the border above it, is taken back: the words go on in the block above. @type {(doc: Node, from: number, to: number) => boolean} */
export function joinsInserted(doc, from, to) {
  const $to = doc.resolve(to);
  if (from >= to || $to.parentOffset > 0 || !$to.parent.isTextblock || doc.resolve(from).parent.attrs.change === "deleted" || doc.textBetween(from, to, undefined, "\ufffc")) return false;
  return isInserted($to) || (isBorder(doc, from, to) && borderOf($to.parent)?.type === "insertion");
}

/** @param {import("prosemirror-model").ResolvedPos} $pos */
const isInserted = ($pos) => [$pos.parent, $pos.node(-1)].some((node) => node?.attrs.change === "inserted");

/** Without the letters at either end that were there before. @type {(doc: Node, from: number, to: number, slice: Slice) => {from: number, to: number, slice: Slice}} */
function trimmed(doc, from, to, slice) {
  const only = slice.content.childCount === 1 && slice.content.firstChild;
  if (from === to || !only || !only.isText || slice.openStart || slice.openEnd) return { from, to, slice };
  const $from = doc.resolve(from);
  if (to > $from.end() || doc.textBetween(from, to, undefined, "\ufffc").length !== to - from) return { from, to, slice };
  const old = doc.textBetween(from, to);
  const { text } = only;
  let start = 0;
  while (start < Math.min(old.length, text.length) && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, text.length) - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
  // Never half of a pair of surrogates.
  if (/[\udc00-\udfff]/.test(text[start] ?? "") || /[\udc00-\udfff]/.test(text[text.length - end] ?? "")) return { from, to, slice };
  const rest = text.slice(start, text.length - end);
  return {
    from: from + start,
    to: to - end,
    slice: rest ? new Slice(Fragment.from(schema.text(rest, only.marks)), 0, 0) : Slice.empty,
  };
}

/** Puts a slice in behind what is deleted; gives its end. @type {(out: Transaction, at: number, slice: Slice, author: Author) => number} */
export function inserted(out, at, slice, author) {
  const $at = out.doc.resolve(at);
  const mark = markFor(insertion, [$at.nodeBefore], author);
  if (isInline(slice.content)) {
    const size = out.doc.content.size;
    out.replace(at, at, new Slice(inlineMarked(slice.content, mark), 0, 0));
    return at + out.doc.content.size - size;
  }
  if ($at.parent.isTextblock && isSplit(slice)) return splitMarked(out, at, slice, author);
  const blocks = wholeBlocks(slice);
  if (!$at.parent.isTextblock) {
    const size = out.doc.content.size;
    out.replace(at, at, new Slice(blocksMarked(slice.content, author), slice.openStart, slice.openEnd));
    return at + out.doc.content.size - size;
  }
  // Several blocks: the first goes on in this one, the others come after it.
  let end = at;
  const [first, ...others] = slice.openStart && blocks[0]?.isTextblock ? blocks : [null, ...blocks];
  if (first?.content.size) {
    out.insert(at, inlineMarked(first.content, mark));
    end = at + first.content.size;
  }
  for (const block of others) {
    const after = out.doc.resolve(end).after($at.depth);
    const size = out.doc.content.size;
    out.insert(after, blocksMarked(Fragment.from(block), author));
    end = after + out.doc.content.size - size - 1;
  }
  return end;
}

/** @param {Fragment} content */
const isInline = (content) => content.content.every((node) => node.isInline);

/** What Enter puts in: the end of one block and the start of the next, all of them open, so that nothing but borders is put in. @param {Slice} slice */
export const isSplit = ({ content, openStart, openEnd }) =>
  openStart > 0 && openStart === openEnd && content.childCount === 2 && content.size === 2 * (openStart + openEnd);

/** The blocks of a slice, whichever of them are open. @param {Slice} slice @returns {Node[]} */
function wholeBlocks({ content, openStart }) {
  const only = content.childCount === 1 && content.firstChild;
  return only && openStart > 1 && !only.isTextblock ? wholeBlocks(new Slice(only.content, openStart - 1, 0)) : [...content.content];
}

/**
 * A split block: the border is what was put in. At the end of a block of another kind, or of one that is deleted as a
 * whole, it is a new block.
 *
 * @type {(out: Transaction, at: number, slice: Slice, author: Author) => number}
 */
function splitMarked(out, at, slice, author) {
  const $at = out.doc.resolve(at);
  const step = new ReplaceStep(at, at, withBorder(slice, $at, author), true);
  const { doc } = step.apply(out.doc);
  const to = at + slice.size;
  if (doc && $at.parent.attrs.change !== "deleted" && isBorder(doc, at, to)) {
    out.step(step);
    return to;
  }
  const isItem = $at.depth > 1 && $at.node(-1).type === list_item;
  const block = paragraph.create({ dir: $at.parent.attrs.dir, change: "inserted", border: insertion.create(author).toJSON() });
  const after = $at.after(isItem ? $at.depth - 1 : $at.depth);
  out.insert(after, isItem ? list_item.create({ change: "inserted" }, block) : block);
  return after + (isItem ? 2 : 1);
}

/** The lower blocks say of the border above them who put it in. @type {(slice: Slice, $at: import("prosemirror-model").ResolvedPos, author: Author) => Slice} */
function withBorder({ content, openStart, openEnd }, $at, author) {
  /** @type {(node: Node, depth: number) => Node} */
  const lower = (node, depth) => {
    const { dir, change } = $at.node(depth).attrs;
    if (!node.isTextblock) return node.type.create({ ...node.attrs, id: null, change }, lower(node.lastChild, depth + 1));
    return node.type.create({ ...node.attrs, id: null, dir, change, border: insertion.create(author).toJSON() });
  };
  return new Slice(Fragment.from([content.firstChild, lower(content.lastChild, $at.depth - openStart + 1)]), openStart, openEnd);
}

/** What is not deleted already. @param {Fragment} content */
export const kept = (content) => Fragment.from(content.content.filter((node) => !deletion.isInSet(node.marks)));

/** @type {(content: Fragment, mark: Mark) => Fragment} */
const inlineMarked = (content, mark) =>
  Fragment.from(content.content.map((node) => node.mark(mark.addToSet(deletion.removeFromSet(node.marks)))));

/** Whole blocks, each an insertion. @type {(content: Fragment, author: Author) => Fragment} */
const blocksMarked = (content, author) =>
  Fragment.from(
    content.content.map((node) =>
      isBlock(node.type.name) ? node.type.create({ ...node.attrs, ...signed(node, "inserted", author) }, node.content, node.marks) : node,
    ),
  );

/** How a block is changed as a whole; an empty one has no words that say by whom. @type {(node: Node, change: "inserted" | "deleted", author: Author) => object} */
export function signed(node, change, author) {
  if (!node.isTextblock) return { change };
  const type = change === "inserted" ? insertion : deletion;
  const { border } = node.attrs;
  if (border && border.type !== type.name) return { change };
  return { change, border: node.content.size ? null : type.create(author).toJSON() };
}

/** Who goes on typing or deleting extends a change; the moment is that of its beginning. @type {(type: import("prosemirror-model").MarkType, beside: (Node | null)[], author: Author) => Mark} */
function markFor(type, beside, author) {
  const there = beside.map((node) => node && type.isInSet(node.marks)).find((mark) => mark?.attrs.by === author.by);
  return there ?? type.create(author);
}

/** @type {(out: Transaction, from: number, to: number, author: Author) => void} */
function addInsertion(out, from, to, author) {
  out.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isInline) return true;
    const isMarked = insertion.isInSet(node.marks) || deletion.isInSet(node.marks);
    if (!isMarked) out.addMark(pos, pos + node.nodeSize, insertion.create(author));
    return false;
  });
}

/** Marks a stretch as deleted; what the same writer has only inserted goes. @type {(out: Transaction, from: number, to: number, author: Author) => void} */
export function deleted(out, from, to, author) {
  /** @type {{from: number, to: number}[]} own insertions */
  const gone = [];
  /** @type {number[]} */
  const blocks = [];
  out.doc.nodesBetween(from, to, (node, pos) => {
    const end = pos + node.nodeSize;
    if (isBlock(node.type.name)) {
      if (pos < from || end > to) return true;
      if (isOnlyInserted(node, author)) gone.push({ from: pos, to: end });
      else if (node.attrs.change !== "deleted") blocks.push(pos);
      return node.isTextblock || !gone.some((one) => one.from === pos);
    }
    if (node.type === footnote && (pos < from || end > to)) return true;
    const stretch = { from: Math.max(pos, from), to: Math.min(end, to) };
    const own = insertion.isInSet(node.marks);
    if (gone.some((one) => one.from <= pos && one.to >= end)) return false;
    if (own && own.attrs.by === author.by) gone.push(stretch);
    else if (!deletion.isInSet(node.marks)) {
      const beside = [out.doc.resolve(stretch.from).nodeBefore, out.doc.resolve(stretch.to).nodeAfter];
      out.addMark(stretch.from, stretch.to, markFor(deletion, beside, author));
    }
    return false;
  });
  for (const pos of blocks) {
    const node = out.doc.nodeAt(pos);
    for (const [name, value] of Object.entries(signed(node, "deleted", author))) if (node.attrs[name] !== value) out.setNodeAttribute(pos, name, value);
  }
  for (const stretch of gone.toReversed()) {
    if (isBlock(out.doc.nodeAt(stretch.from)?.type.name ?? "doc")) removeBlock(out, stretch.from);
    else out.delete(stretch.from, stretch.to);
  }
}

/** A new block, or a new line with nothing but new words in it. @type {(node: Node, author: Author) => boolean} */
export function isOnlyInserted(node, author) {
  if (node.attrs.change === "inserted") return true;
  if (node.type === list_item) return node.childCount === 1 && isOnlyInserted(node.firstChild, author);
  const isOwn = (/** @type {{type: string | object, attrs: Record<string, any>}} */ mark) => mark?.attrs.by === author.by;
  if (!node.isTextblock || borderOf(node)?.type !== "insertion" || !isOwn(borderOf(node))) return false;
  return node.content.content.every((each) => isOwn(insertion.isInSet(each.marks)));
}

/** Takes a block away, and what would be empty without it. @type {(tr: Transaction, pos: number) => void} */
export function removeBlock(tr, pos) {
  let $pos = tr.doc.resolve(pos);
  while ($pos.depth > 0 && $pos.parent.childCount === 1) $pos = tr.doc.resolve($pos.before());
  const node = $pos.nodeAfter;
  if ($pos.depth === 0 && $pos.parent.childCount === 1) tr.replaceWith($pos.pos, $pos.pos + node.nodeSize, paragraph.create());
  else if ($pos.parent.canReplace($pos.index(), $pos.index() + 1)) tr.delete($pos.pos, $pos.pos + node.nodeSize);
  else removeBlock(tr, $pos.before());
}

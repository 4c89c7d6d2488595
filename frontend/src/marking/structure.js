/**
 * Changes of form, marked: the blocks as they were stay, as deleted, and the blocks as they should be come after them, as
 * inserted. Taken as small as the form allows: a paragraph, some items of a list, one cell of a table or else the table.
 */

import { Fragment, Slice } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { isBlock, schema } from "../schema.js";
import { deleted, inserted, isOnlyInserted, kept, signed } from "./words.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {import("./words.js").Author} Author */
/** @typedef {{pos: number, before: Node[], now: Node[], nowPos: number}} Difference blocks that stand beside one another, or the words at the end of one, and those in their place */

const { insertion, deletion } = schema.marks;
const { footnote } = schema.nodes;

/** Blocks in another form, as deleted and inserted. @type {(tr: Transaction, state: EditorState, author: Author) => Transaction} */
export function rebuilt(tr, state, author) {
  const out = state.tr;
  const found = differencesOf(state.doc, tr.doc, 0, 0);
  if (!found.length) return out;
  for (const one of found.toReversed()) rebuiltAt(out, one, author);
  const { from } = tr.selection;
  const { pos, before, nowPos } = found.findLast((one) => one.nowPos <= from) ?? found[0];
  const start = out.mapping.map(pos + sizeOf(before), -1);
  const caret = start + Math.max(0, from - nowPos);
  out.setSelection(TextSelection.near(out.doc.resolve(Math.min(caret, out.doc.content.size))));
  return out;
}

/** @type {(out: Transaction, difference: Difference, author: Author) => void} */
function rebuiltAt(out, { pos, before, now }, author) {
  const end = pos + sizeOf(before);
  const isGone = (/** @type {Node} */ node) => node.attrs.change === "deleted";
  // What was deleted already stands as it is; only what takes the place of the others is new.
  const gone = new Set(before.filter(isGone).map(({ attrs }) => attrs.id));
  const come = now.filter((node) => !(isGone(node) && gone.has(node.attrs.id)));
  if (come.length) out.insert(end, come.map((node) => asNew(node, signed(node, "inserted", author))));
  let at = end;
  for (const node of before.toReversed()) {
    at -= node.nodeSize;
    if (isGone(node)) continue;
    if (isOnlyInserted(node, author) && come.length) out.delete(at, at + node.nodeSize);
    else deleted(out, at, at + node.nodeSize, author);
  }
}

/** @param {Node[]} nodes */
const sizeOf = (nodes) => nodes.reduce((size, { nodeSize }) => size + nodeSize, 0);

/** With ids of its own, as of everything in it. @type {(node: Node, attrs?: object) => Node} */
function asNew(node, attrs) {
  if (!isBlock(node.type.name)) return node;
  const inner = node.isTextblock ? node.content : Fragment.from(node.content.content.map((child) => asNew(child)));
  return node.type.create({ ...node.attrs, id: null, ...attrs }, inner);
}

/** The fewest blocks that are others now, in reading order. @type {(before: Node, now: Node, pos: number, nowPos: number) => Difference[]} */
function differencesOf(before, now, pos, nowPos) {
  const [some, others] = [before.content.content, now.content.content];
  let start = 0;
  while (start < Math.min(some.length, others.length) && some[start].eq(others[start])) start += 1;
  let end = 0;
  while (end < Math.min(some.length, others.length) - start && some.at(-1 - end).eq(others.at(-1 - end))) end += 1;
  const parts = some.slice(start, some.length - end);
  const replacing = others.slice(start, others.length - end);
  if (!parts.length && !replacing.length) return [];
  const place = {
    pos: pos + sizeOf(some.slice(0, start)),
    before: parts,
    now: replacing,
    nowPos: nowPos + sizeOf(others.slice(0, start)),
  };
  const [one, ...gone] = parts;
  const [other, ...come] = replacing;
  if (!one || !other?.sameMarkup(one) || (gone.length && come.length)) return [place];
  const below = { pos: place.pos + one.nodeSize, before: gone, now: come, nowPos: place.nowPos + other.nodeSize };
  const hasMore = gone.length > 0 || come.length > 0;
  if (one.isTextblock) return hasMore && isBeginning(other, one) ? [restOf(one, other, place), below] : [place];
  const inner = differencesOf(one, other, place.pos + 1, place.nowPos + 1);
  // Rows and cells fit together only as they are: of a table, what is in one cell, or all of it.
  const isOfTable = (/** @type {Node} */ node) => ["row", "cell", "header_cell"].includes(node.type.spec.tableRole);
  if (inner.some(({ before: were, now: are }) => [...were, ...are].some(isOfTable))) return [place];
  // What went out of the end of a list, or came to it from below: the list stays.
  if (come.length && inner.some(({ now: are }) => are.length)) return [place];
  if (gone.length && inner.some(({ before: were }) => were.length)) return [place];
  return hasMore ? [...inner, below] : inner;
}

/** Whether a block of words was cut, and nothing else. @type {(block: Node, whole: Node) => boolean} */
const isBeginning = ({ content }, whole) => whole.content.findDiffStart(content) === content.size;

/** The words behind the cut. @type {(whole: Node, block: Node, place: Difference) => Difference} */
function restOf(whole, { content }, { pos, nowPos }) {
  return { pos: pos + 1 + content.size, before: [...whole.content.cut(content.size).content], now: [], nowPos: nowPos + 1 + content.size };
}

/** Words with other marks, such as bold or a link: deleted as they were, and inserted as they should be. @type {(tr: Transaction, state: EditorState, author: Author) => Transaction} */
export function reworded(tr, state, author) {
  const out = state.tr;
  const stretches = rewordedIn(tr.doc, state.doc, author);
  for (const { from, to, isOwn, nodes } of stretches.toReversed()) {
    if (isOwn) {
      out.replaceWith(from, to, nodes);
    } else {
      inserted(out, to, new Slice(kept(Fragment.from(nodes)), 0, 0), author);
      deleted(out, from, to, author);
    }
  }
  if (stretches.length) {
    const [first, last] = [stretches[0], stretches.at(-1)];
    const start = out.mapping.map(first.isOwn ? first.from : first.to, -1);
    out.setSelection(TextSelection.between(out.doc.resolve(start), out.doc.resolve(out.mapping.map(last.to, 1))));
  }
  return out;
}

/** @typedef {{from: number, to: number, isOwn: boolean, nodes: Node[]}} Reworded of its own are words that the same writer has only inserted */

/** Other marks take no room, so that words stand where they stood. @type {(now: Node, before: Node, author: Author) => Reworded[]} */
function rewordedIn(now, before, author) {
  /** @type {Reworded[]} */
  const found = [];
  now.descendants((node, pos) => {
    if (!node.isInline) return true;
    if (node.type === footnote && before.nodeAt(pos).sameMarkup(node)) return true;
    const to = pos + node.nodeSize;
    if (deletion.isInSet(node.marks) || now.slice(pos, to).eq(before.slice(pos, to))) return false;
    const isOwn = insertion.isInSet(node.marks)?.attrs.by === author.by;
    const last = found.at(-1);
    if (last?.to === pos && last.isOwn === isOwn) {
      last.to = to;
      last.nodes.push(node);
    } else {
      found.push({ from: pos, to, isOwn, nodes: [node] });
    }
    return false;
  });
  return found;
}

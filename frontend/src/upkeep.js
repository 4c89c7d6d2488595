/** After each change of the writer's own: every block has an id that no other has, and runs the way its words run. */

import { Plugin } from "prosemirror-state";
import { direction } from "./direction.js";
import { borderAbove } from "./marking/borders.js";
import { isBlock, newId } from "./schema.js";

/** @typedef {import("prosemirror-model").Node} Node */
/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */

/** What others did is theirs to put in order: done by everybody, it would be done as often as there are writers. */
export const isOwn = (/** @type {readonly Transaction[]} */ transactions) =>
  transactions.some((one) => one.docChanged && !one.getMeta("remote"));

export const upkeep = () =>
  new Plugin({
    appendTransaction(transactions, before, now) {
      if (!isOwn(transactions)) return null;
      const mended = now.tr;
      giveIds(mended, transactions, before, now);
      giveDirections(mended, before, now);
      return mended.docChanged ? mended.setMeta("upkeep", true) : null;
    },
  });

/**
 * Of two blocks with the same id, the one that was there before keeps it; with an empty first half of a split block, the
 * half that has the words.
 *
 * @type {(mended: Transaction, transactions: readonly Transaction[], before: EditorState, now: EditorState) => void}
 */
function giveIds(mended, transactions, before, now) {
  /** @type {Map<string, number[]>} id → positions */
  const places = new Map();
  now.doc.descendants((node, pos) => {
    if (!isBlock(node.type.name)) return false;
    const { id } = node.attrs;
    if (places.has(id)) places.get(id).push(pos);
    else places.set(id, [pos]);
    return !node.isTextblock;
  });
  const doubled = [...places].filter(([, positions]) => positions.length > 1);
  if (!doubled.length) return;
  const keepers = placesBefore(new Set(doubled.map(([id]) => id)), transactions, before);
  for (const [id, positions] of doubled) {
    const at = keepers.get(id);
    const keeper = positions.includes(at) ? at : positions[0];
    for (const pos of positions) {
      if (pos !== keeper) mended.setNodeAttribute(pos, "id", newId());
      // Of a block that was split, only the first half has the border above it.
      const above = now.doc.nodeAt(pos).attrs.border && borderAbove(now.doc, pos);
      if (above && now.doc.resolve(above.from).parent.attrs.id === id) mended.setNodeAttribute(pos, "border", null);
    }
  }
}

/** @type {(ids: Set<string>, transactions: readonly Transaction[], before: EditorState) => Map<string, number>} */
function placesBefore(ids, transactions, before) {
  /** @type {Map<string, number>} */
  const found = new Map();
  before.doc.descendants((node, pos) => {
    if (!isBlock(node.type.name)) return false;
    if (ids.has(node.attrs.id)) {
      found.set(
        node.attrs.id,
        transactions.reduce((at, { mapping }) => mapping.map(at, 1), pos),
      );
    }
    return !node.isTextblock;
  });
  return found;
}

/** @type {(mended: Transaction, before: EditorState, now: EditorState) => void} */
function giveDirections(mended, before, now) {
  const old = new Set(before.doc.content.content);
  let otherwise = "ltr";
  now.doc.forEach((node, pos) => {
    if (!old.has(node)) otherwise = direct(mended, node, pos, otherwise);
    else otherwise = node.attrs.dir ?? otherwise;
  });
}

/** Without a letter in it, a block runs as it did, or like what stands before it. @type {(mended: Transaction, node: Node, pos: number, otherwise: string) => string} */
function direct(mended, node, pos, otherwise) {
  const own = direction(node.textContent) ?? node.attrs.dir ?? otherwise;
  if (own !== node.attrs.dir) mended.setNodeAttribute(pos, "dir", own);
  let inner = own;
  if (!node.isTextblock) {
    node.forEach((child, offset) => {
      inner = direct(mended, child, pos + 1 + offset, inner);
    });
  }
  return own;
}

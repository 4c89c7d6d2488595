/**
 * Cells of a table joined into one, as a single step. Of the steps of prosemirror-tables one takes words out of a cell and
 * another puts them into the first: where somebody deletes that meanwhile, only the second finds no place.
 */

import { CellSelection, mergeCells, selectedRect } from "prosemirror-tables";
import { Together } from "./together.js";

/** @typedef {import("prosemirror-state").EditorState} EditorState */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{from: number, to: number}} Stretch */

/** An uneven table is mended first, with the next change. @type {import("prosemirror-state").Command} */
export const joinCells = (state, dispatch) =>
  mergeCells(state) && !selectedRect(state).map.problems && mergeCells(state, dispatch && ((merged) => dispatch(atOnce(state, merged))));

/** @type {(state: EditorState, merged: Transaction) => Transaction} */
function atOnce(state, merged) {
  const replacements = touched(state).map(({ from, to }) => ({
    from,
    to,
    was: state.doc.slice(from, to),
    slice: merged.doc.slice(merged.mapping.map(from, -1), merged.mapping.map(to, 1)),
  }));
  const { tr } = state;
  tr.step(new Together(replacements));
  return tr.setSelection(CellSelection.create(tr.doc, /** @type {CellSelection} */ (merged.selection).$anchorCell.pos));
}

/**
 * What changes, and the borders behind the first cell and between the rows: a step of somebody else who deletes the first
 * cell or one of the rows meanwhile ends there, and so finds no place with the words that were put before it.
 *
 * @param {EditorState} state @returns {Stretch[]}
 */
function touched(state) {
  const { map, table, tableStart, top, bottom, left, right } = selectedRect(state);
  const [first, ...others] = map.cellsInRect({ top, bottom, left, right }).map((pos) => {
    const cell = table.nodeAt(pos);
    return { cell, from: tableStart + pos, to: tableStart + pos + cell.nodeSize };
  });
  const { content } = first.cell;
  const isEmpty = content.childCount === 1 && content.firstChild.isTextblock && !content.firstChild.childCount;
  const rows = table.content.content.slice(0, bottom - 1).map((_, row) => tableStart + endOf(table, row));
  return joined([
    { from: first.from, to: first.from + 1 },
    { from: isEmpty ? first.from + 1 : first.to - 1, to: first.to + 1 },
    ...others,
    ...rows.slice(top).map((end) => ({ from: end - 1, to: end + 1 })),
  ]);
}

/** @type {(table: import("prosemirror-model").Node, row: number) => number} */
const endOf = (table, row) => table.content.content.slice(0, row + 1).reduce((sum, { nodeSize }) => sum + nodeSize, 0);

/** In the order of the text, those that touch as one. @param {Stretch[]} stretches @returns {Stretch[]} */
function joined(stretches) {
  /** @type {Stretch[]} */
  const found = [];
  for (const { from, to } of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = found.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

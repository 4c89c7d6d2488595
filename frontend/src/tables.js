/** Tables: a new one, rows and columns, joined cells, header rows. */

import {
  CellSelection,
  addColumnAfter,
  addColumnBefore,
  deleteColumn,
  deleteTable,
  isInTable,
  nextCell,
  selectionCell,
  splitCell,
  tableEditing,
  toggleHeaderRow,
} from "prosemirror-tables";
import { TextSelection } from "prosemirror-state";
import { joinCells } from "./joined-cells.js";
import { addRow, deleteRows } from "./rows.js";
import { schema } from "./schema.js";
import { isOwn } from "./upkeep.js";

/** @typedef {import("prosemirror-state").Command} Command */

const { table, table_row, table_cell, table_header, paragraph } = schema.nodes;

const { map } = CellSelection.prototype;

/** Whole rows or columns that were selected in a table that others leave uneven: the caret stays, where the library throws. */
CellSelection.prototype.map = function (doc, mapping) {
  try {
    return map.call(this, doc, mapping);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return TextSelection.near(doc.resolve(mapping.map(this.$anchorCell.pos)));
  }
};

/** A table that steps of several people have left uneven is mended by whoever writes next, and not by everybody at once. */
export function tables() {
  const editing = tableEditing();
  const mend = editing.spec.appendTransaction;
  editing.spec.appendTransaction = (transactions, before, now) => {
    if (!isOwn(transactions) && transactions.some((one) => one.docChanged)) return null;
    try {
      return mend.call(editing, transactions, before, now);
    } catch {
      return null; // some tables prosemirror-tables cannot mend: what was typed counts more
    }
  };
  return [editing];
}

/** @type {(rows: number, columns: number) => Command} */
export const insertTable = (rows, columns) => (state, dispatch) => {
  const { $from } = state.selection;
  if (isInTable(state) || !$from.parent.isTextblock) return false;
  if (dispatch) {
    const made = table.create(
      null,
      Array.from({ length: rows }, (_, row) =>
        table_row.create(
          null,
          Array.from({ length: columns }, () => (row ? table_cell : table_header).create(null, paragraph.create())),
        ),
      ),
    );
    const { tr } = state;
    const isEmpty = $from.parent.content.size === 0 && $from.node(-1).canReplaceWith($from.index(-1), $from.indexAfter(-1), table);
    const at = isEmpty ? $from.before() : $from.after();
    if (!isEmpty && !$from.node(-1).canReplaceWith($from.indexAfter(-1), $from.indexAfter(-1), table)) return false;
    if (isEmpty) tr.replaceWith(at, $from.after(), made);
    else tr.insert(at, made);
    // Nobody is caught behind a table at the end.
    const end = at + made.nodeSize;
    if (!tr.doc.resolve(end).nodeAfter) tr.insert(end, paragraph.create());
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView());
  }
  return true;
};

/** Join the cell of the caret with its neighbour: cells are not selected with a finger. @type {(axis: "horiz" | "vert") => Command} */
const joinWithNext = (axis) => (state, dispatch) => {
  if (!isInTable(state)) return false;
  const $cell = selectionCell(state);
  const $next = nextCell($cell, axis, 1);
  if (!$next) return false;
  return joinCells(state.apply(state.tr.setSelection(new CellSelection($cell, $next))), dispatch);
};

/** By the names of their buttons. @type {Record<string, Command>} */
export const TABLE = {
  "row-above": addRow("above"),
  "row-below": addRow("below"),
  "column-before": addColumnBefore,
  "column-after": addColumnAfter,
  "row-gone": deleteRows,
  "column-gone": deleteColumn,
  "cells-joined": joinCells,
  "cell-beside": joinWithNext("horiz"),
  "cell-below": joinWithNext("vert"),
  "cell-split": splitCell,
  "header-row": toggleHeaderRow,
  "table-gone": deleteTable,
};

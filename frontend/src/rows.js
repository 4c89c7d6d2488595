/**
 * Rows of tables, added and taken away. The commands of prosemirror-tables lose count beside a cell that spans several
 * columns: they leave out cells of a new row, even all of them, which is no row of a paper, and lose cells that reach down
 * from a row that goes.
 */

import { TableMap, isInTable, rowIsHeader, selectedRect } from "prosemirror-tables";
import { schema } from "./schema.js";

/** @typedef {import("prosemirror-state").Command} Command */
/** @typedef {import("prosemirror-state").Transaction} Transaction */
/** @typedef {{map: TableMap, table: import("prosemirror-model").Node, tableStart: number}} Place */

const { table_row, table_cell, table_header } = schema.nodes;

/** With its cells in one step, so that nobody ever has a row without any. @type {(side: "above" | "below") => Command} */
export const addRow = (side) => (state, dispatch) => {
  if (!isInTable(state)) return false;
  const { tr } = state;
  const place = selectedRect(state);
  const at = side === "above" ? place.top : place.bottom;
  const cells = [];
  for (const [pos, column] of columns(place, at)) {
    if (pos === null) cells.push(typeBeside(place, at, column).createAndFill());
    else tr.setNodeAttribute(place.tableStart + pos, "rowspan", place.table.nodeAt(pos).attrs.rowspan + 1);
  }
  if (!cells.length) return false; // in an uneven table, which is mended with the next change
  if (dispatch) dispatch(tr.insert(place.tableStart + startOf(place, at), table_row.create(null, cells)));
  return true;
};

/** Each column at the upper edge of a row: the cell that reaches across it, once, or null. @type {(place: Place, row: number) => [number | null, number][]} */
function columns({ map }, row) {
  const seen = new Set();
  /** @type {[number | null, number][]} */
  const found = [];
  for (let column = 0; column < map.width; column += 1) {
    const pos = cellAt(map, row, column);
    const isAcross = pos !== null && pos === cellAt(map, row - 1, column);
    if (!isAcross) found.push([null, column]);
    else if (!seen.has(pos)) found.push([pos, column]);
    seen.add(pos);
  }
  return found;
}

/** Null outside of the table, and where a cell is missing. @type {(map: TableMap, row: number, column: number) => number | null} */
const cellAt = (map, row, column) => map.map[row * map.width + column] || null;

/** @type {(place: Place, row: number) => number} */
const startOf = ({ table }, row) => table.content.content.slice(0, row).reduce((sum, { nodeSize }) => sum + nodeSize, 0);

/** Like the row above, unless that is the header. @type {(place: Place, row: number, column: number) => import("prosemirror-model").NodeType} */
function typeBeside({ map, table }, row, column) {
  let beside = row > 0 ? row - 1 : row;
  if (rowIsHeader(map, table, beside)) {
    if (row === 0 || row === map.height) return table_cell;
    beside = row;
  }
  const pos = cellAt(map, beside, column);
  return pos !== null && table.nodeAt(pos).type === table_header ? table_header : table_cell;
}

/** @type {Command} */
export const deleteRows = (state, dispatch) => {
  if (!isInTable(state)) return false;
  const { tableStart, top, bottom, map } = selectedRect(state);
  if (top === 0 && bottom === map.height) return false;
  if (dispatch) {
    const { tr } = state;
    for (let row = bottom - 1; row >= top; row -= 1) {
      const table = tr.doc.nodeAt(tableStart - 1);
      deleteRow(tr, { map: TableMap.get(table), table, tableStart }, row);
    }
    dispatch(tr);
  }
  return true;
};

/** Cells that reach into the row get shorter; those that begin in it and reach further begin below it. @type {(tr: Transaction, place: Place, row: number) => void} */
function deleteRow(tr, place, row) {
  const { map, table, tableStart } = place;
  const before = tr.mapping.maps.length;
  const now = (/** @type {number} */ pos) => tr.mapping.slice(before).map(tableStart + pos);
  tr.delete(tableStart + startOf(place, row), tableStart + startOf(place, row + 1));
  const done = new Set();
  for (let column = 0; column < map.width; column += 1) {
    const pos = cellAt(map, row, column);
    if (pos === null || done.has(pos)) continue;
    done.add(pos);
    const { type, attrs, content } = table.nodeAt(pos);
    const rowspan = attrs.rowspan - 1;
    if (pos === cellAt(map, row - 1, column)) tr.setNodeAttribute(now(pos), "rowspan", rowspan);
    else if (pos === cellAt(map, row + 1, column)) {
      tr.insert(now(map.positionAt(row + 1, column, table)), type.create({ ...attrs, rowspan }, content));
    }
  }
}

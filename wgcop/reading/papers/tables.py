"""Tables of a Word file: merged cells, header rows, and rows and cells that were inserted or
deleted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wgcop.paper.tree import Node
from wgcop.reading.papers.bookmarks import Bookmarks
from wgcop.reading.papers.names import W_TBL, W_TC, W_TR, child, is_on, number, value
from wgcop.reading.papers.placing import Ids

MOST_COLUMNS = 63
MOST_ROWS = 5_000
CHANGES = {"ins": "inserted", "del": "deleted"}
CellContent = Callable[[Any], list[Node]]


@dataclass(slots=True)
class _Cell:
    element: Any
    column: int
    columns: int
    rows: int = 1
    continues: bool = False
    """Whether it is the lower part of the cell above it."""


@dataclass(slots=True)
class _Row:
    element: Any
    is_header: bool
    change: str | None
    cells: list[_Cell] = field(default_factory=list)


class TableReader:
    def __init__(self, ids: Ids, bookmarks: Bookmarks) -> None:
        self._ids = ids
        self._bookmarks = bookmarks

    def read(self, table: Any, content_of: CellContent, table_id: str) -> Node | None:
        rows = [_row(row) for row in _own(table, W_TR)][:MOST_ROWS]
        rows = [row for row in rows if row.cells]
        if not rows:
            return None
        _reach_down(rows)
        rows = _without_covered(rows)
        columns = max(cell.column + cell.columns for row in rows for cell in row.cells)
        attrs: dict[str, Any] = {"id": self._ids.take(table_id)}
        node: Node = {"type": "table", "attrs": attrs, "content": []}
        covered: dict[int, int] = {}
        still_head = True
        for row in rows:
            still_head = still_head and row.is_header
            row_node = self._row(row, columns, covered, content_of, is_head=still_head)
            node["content"].append(row_node)
            _cover(covered, row)
        if is_on(child(table, "w:tblPr"), "w:bidiVisual"):
            node["attrs"]["dir"] = "rtl"
        return node

    def _row(
        self,
        row: _Row,
        columns: int,
        covered: dict[int, int],
        content_of: CellContent,
        *,
        is_head: bool,
    ) -> Node:
        row_id = self._bookmarks.row(row.cells[0].element)
        attrs: dict[str, Any] = {"id": self._ids.take(row_id)}
        if row.change:
            attrs["change"] = row.change
        cells = []
        for cell in _with_gaps(row, columns, covered):
            if cell is None:
                cells.append(_empty_cell(self._ids, is_head=is_head))
            else:
                cells.append(self._cell(cell, content_of, is_head=is_head))
        return {"type": "table_row", "attrs": attrs, "content": cells}

    def _cell(self, cell: _Cell, content_of: CellContent, *, is_head: bool) -> Node:
        cell_id, kind = self._bookmarks.cell(cell.element)
        is_header = kind == "h" or (is_head and kind != "d")
        attrs: dict[str, Any] = {"id": self._ids.take(cell_id)}
        if cell.columns > 1:
            attrs["colspan"] = cell.columns
        if cell.rows > 1:
            attrs["rowspan"] = cell.rows
        for name, change in (("w:cellIns", "inserted"), ("w:cellDel", "deleted")):
            if child(cell.element, "w:tcPr", name) is not None:
                attrs["change"] = change
        return {
            "type": "table_header" if is_header else "table_cell",
            "attrs": attrs,
            "content": content_of(cell.element),
        }


def _own(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of this table, or the cells of this row, including those within controls and
    changes, but not those of nested tables.
    """
    for each in parent:
        if each.tag == tag:
            yield each
        elif isinstance(each.tag, str) and each.tag not in (W_TBL, W_TR, W_TC):
            yield from _own(each, tag)


def _row(element: Any) -> _Row:
    properties = child(element, "w:trPr")
    is_header = properties is not None and bool(is_on(properties, "w:tblHeader"))
    change = None
    if properties is not None:
        for name, word in CHANGES.items():
            change = word if child(properties, f"w:{name}") is not None else change
    row = _Row(element, is_header, change)
    column = (
        min(number(value(properties, "w:gridBefore")), MOST_COLUMNS)
        if properties is not None
        else 0
    )
    for cell in _own(element, W_TC):
        columns = min(max(number(value(cell, "w:tcPr", "w:gridSpan"), 1), 1), MOST_COLUMNS)
        if column + columns > MOST_COLUMNS:
            columns = max(MOST_COLUMNS - column, 1)
        merged = value(cell, "w:tcPr", "w:vMerge")
        continues = merged is not None and merged != "restart"
        row.cells.append(_Cell(cell, column, columns, continues=continues))
        column += columns
    return row


def _reach_down(rows: list[_Row]) -> None:
    """Extend each cell over the cells below that continue it, and remove these from their rows."""
    above: dict[int, _Cell] = {}
    for row in rows:
        here: dict[int, _Cell] = {}
        own = []
        for cell in row.cells:
            owner = above.get(cell.column)
            if cell.continues and owner is not None and owner.columns == cell.columns:
                owner.rows += 1
                here[cell.column] = owner
            else:
                cell.continues = False
                here[cell.column] = cell
                own.append(cell)
        row.cells = own
        above = here


def _without_covered(rows: list[_Row]) -> list[_Row]:
    """Remove rows whose cells all belong to rows above, since a tree cannot have them, and shorten
    the cells above.
    """
    filled: list[_Row] = []
    for row in rows:
        if row.cells:
            filled.append(row)
            continue
        for place, above in enumerate(filled):
            for cell in above.cells:
                if place + cell.rows > len(filled):
                    cell.rows -= 1
    return filled


def _cover(covered: dict[int, int], row: _Row) -> None:
    for column in list(covered):
        covered[column] -= 1
        if covered[column] <= 0:
            del covered[column]
    for cell in row.cells:
        if cell.rows > 1:
            covered |= dict.fromkeys(range(cell.column, cell.column + cell.columns), cell.rows - 1)


def _with_gaps(row: _Row, columns: int, covered: dict[int, int]) -> Iterator[_Cell | None]:
    """Yield the cells in order, and None for each column that no cell fills, not even one reaching
    down from above.
    """
    cells = {cell.column: cell for cell in row.cells}
    column = 0
    while column < columns:
        cell = cells.get(column)
        if cell is not None:
            yield cell
            column += cell.columns
        else:
            if column not in covered:
                yield None
            column += 1


def _empty_cell(ids: Ids, *, is_head: bool) -> Node:
    paragraph = {"type": "paragraph", "attrs": {"id": ids.take()}}
    kind = "table_header" if is_head else "table_cell"
    return {"type": kind, "attrs": {"id": ids.take()}, "content": [paragraph]}

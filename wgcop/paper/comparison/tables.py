"""What changed in a table: rows, columns, and the words in its cells (pure)."""

from collections.abc import Callable, Iterator

from wgcop.paper.comparison.alignment import Alignment, align
from wgcop.paper.comparison.marks import marked_whole, with_former
from wgcop.paper.comparison.sequences import Pair, filled
from wgcop.paper.comparison.units import Unit
from wgcop.paper.tree import Node, children

Inside = Callable[[Node, Node], Node]
"""A function that compares two cells."""


def compared_table(old: Node, new: Node, *, inside: Inside) -> Node:
    columns = _columns(old, new)
    rows = list(_rows(children(old), children(new), columns, inside))
    return {**new, **({"content": rows} if rows else {})}


def _rows(
    old: list[Node], new: list[Node], columns: list[Pair] | None, inside: Inside
) -> Iterator[Node]:
    for a, b in _alignment(old, new).in_order(len(old), len(new)):
        if a is not None and b is not None:
            cells = list(_cells(children(old[a]), children(new[b]), columns, inside))
            row = {**new[b], **({"content": cells} if cells else {})}
            yield with_former(row, old[a])
        elif a is not None:
            yield marked_whole(old[a], "deleted")
        elif b is not None:
            yield marked_whole(new[b], "inserted")


def _alignment(old: list[Node], new: list[Node]) -> Alignment:
    """Match rows with the same words or ids, then those that begin with the same cell."""
    kept = align(_units(old), _units(new)).kept
    firsts = [_first(row, f"old {n}") for n, row in enumerate(old)]
    others = [_first(row, f"new {n}") for n, row in enumerate(new)]
    return Alignment(filled(kept, firsts, others), [])


def _first(row: Node, otherwise: str) -> str:
    cell = children(row)[:1]
    return (cell and Unit(cell[0], (), 0).key.removeprefix(cell[0]["type"]).strip()) or otherwise


def _cells(
    old: list[Node], new: list[Node], columns: list[Pair] | None, inside: Inside
) -> Iterator[Node]:
    if columns is None:
        columns = [(n, n) for n in range(min(len(old), len(new)))]
    for a, b in Alignment(columns, []).in_order(len(old), len(new)):
        if a is not None and b is not None:
            yield inside(old[a], new[b])
        elif a is not None:
            yield marked_whole(old[a], "deleted")
        elif b is not None:
            yield marked_whole(new[b], "inserted")


def _columns(old: Node, new: Node) -> list[Pair] | None:
    """Return which columns are the same ones, or None if cells are merged or missing."""
    before, after = _turned(old), _turned(new)
    if before is None or after is None:
        return None
    kept = align(_units(before), _units(after)).kept
    firsts = [_first(column, f"old {n}") for n, column in enumerate(before)]
    others = [_first(column, f"new {n}") for n, column in enumerate(after)]
    return _beside(filled(kept, firsts, others), len(before), len(after))


def _turned(table: Node) -> list[Node] | None:
    """Return the columns as rows, or None if cells are merged or missing."""
    rows = [children(row) for row in children(table)]
    if len({len(row) for row in rows}) != 1 or any(_spans(cell) for row in rows for cell in row):
        return None
    return [{"type": "column", "content": list(column)} for column in zip(*rows, strict=True)]


def _spans(cell: Node) -> bool:
    attrs = cell.get("attrs") or {}
    return attrs.get("colspan", 1) != 1 or attrs.get("rowspan", 1) != 1


def _beside(kept: list[Pair], olds: int, news: int) -> list[Pair]:
    """Pair the columns between two matched ones, if both tables have the same number there."""
    columns: list[Pair] = []
    i = j = 0
    for a, b in [*kept, (olds, news)]:
        if a - i == b - j:
            columns += zip(range(i, a), range(j, b), strict=True)
        columns.append((a, b))
        i, j = a + 1, b + 1
    return columns[:-1]


def _units(nodes: list[Node]) -> list[Unit]:
    return [Unit(node, (), place) for place, node in enumerate(nodes)]

"""The parts of a table that typed text cannot express, kept from the old table: header cells of
rows, and paragraphs in cells.
"""

from collections.abc import Iterator
from itertools import groupby

from wgcop.languages.scripts import direction
from wgcop.paper.tree import Node, children, inline_words, new_id

CELLS = frozenset({"table_cell", "table_header"})


def keep_headers(new: Node, old: Node) -> Node:
    """Return the new table with the header cells that the old one has beside its rows. A row with
    another number of cells stays as it is.
    """
    rows, before = children(new), children(old)
    if len(rows) != len(before):
        return new
    below = [_as_before(row, other) for row, other in zip(rows[1:], before[1:], strict=True)]
    return {**new, "content": [*rows[:1], *below]}


def _as_before(row: Node, other: Node) -> Node:
    cells, old = children(row), children(other)
    if len(cells) != len(old):
        return row
    kinds = (cell["type"] for cell in old)
    return {
        **row,
        "content": [{**cell, "type": kind} for cell, kind in zip(cells, kinds, strict=True)],
    }


def keep_paragraphs(new: Node, old: Node) -> Node:
    """Return a typed cell with paragraphs for its lines, if the old cell had several paragraphs
    without breaks.
    """
    before, typed = children(old), children(new)
    is_plain = all(part["type"] == "paragraph" and not _has_breaks(part) for part in before)
    if new["type"] not in CELLS or len(before) < 2 or not is_plain:
        return new
    lines = [line for paragraph in typed for line in _lines(paragraph)]
    return {**new, "content": lines or typed}


def _has_breaks(paragraph: Node) -> bool:
    return any(part["type"] == "hard_break" for part in children(paragraph))


def _lines(paragraph: Node) -> Iterator[Node]:
    """Yield the lines of a paragraph as paragraphs. Only the first line keeps its number."""
    if not _has_breaks(paragraph):
        yield paragraph
        return
    attrs = paragraph["attrs"]
    for is_break, parts in groupby(children(paragraph), lambda part: part["type"] == "hard_break"):
        if not is_break:
            content = list(parts)
            own = {"id": new_id(), "dir": direction(inline_words(content))}
            yield {**paragraph, "attrs": {**attrs, **own}, "content": content}
            attrs = {name: value for name, value in attrs.items() if name != "numbered"}

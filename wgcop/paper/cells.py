"""Tables that were typed, with what typed text cannot say: joined cells, headers beside rows, paragraphs in cells."""

from collections.abc import Iterator
from itertools import groupby

from wgcop.languages.scripts import direction
from wgcop.paper.tree import Node, children, inline_words, new_id

CELLS = frozenset({"table_cell", "table_header"})


def keep_spans(new: Node, old: Node) -> Node:
    """The new table with the cells of the old one, if it has as many rows and columns as before."""
    rows, before = children(new), children(old)
    width = max(_width(row) for row in before)
    if len(rows) != len(before) or any(len(children(row)) != width for row in rows):
        return new
    content = [
        {**row, "content": _cells(children(row), children(other), is_first=number == 0)}
        for number, (row, other) in enumerate(zip(rows, before, strict=True))
    ]
    return {**new, "content": content}


def _width(row: Node) -> int:
    return sum(cell["attrs"]["colspan"] for cell in children(row))


def _cells(new: list[Node], old: list[Node], *, is_first: bool) -> list[Node]:
    """A cell that spans columns was typed with empty ones after it, and a row below a long cell ends in empty ones."""
    cells: list[Node] = []
    at = 0
    for cell in old:
        span = cell["attrs"]["colspan"]
        first, *covered = new[at : at + span]
        if any(not _is_empty(each) for each in covered):
            return new
        attrs = {**first["attrs"], "colspan": span}
        cells.append({**first, "type": first["type"] if is_first else cell["type"], "attrs": attrs})
        at += span
    return cells if all(_is_empty(each) for each in new[at:]) else new


def _is_empty(cell: Node) -> bool:
    return not any(children(block) for block in children(cell))


def keep_paragraphs(new: Node, old: Node) -> Node:
    """A typed cell has its paragraphs as lines: they are paragraphs again if the old cell had several, without breaks."""
    before, typed = children(old), children(new)
    is_plain = all(part["type"] == "paragraph" and not _has_breaks(part) for part in before)
    if new["type"] not in CELLS or len(before) < 2 or len(typed) != 1 or not is_plain:
        return new
    return {**new, "content": list(_lines(typed[0]))}


def _has_breaks(paragraph: Node) -> bool:
    return any(part["type"] == "hard_break" for part in children(paragraph))


def _lines(paragraph: Node) -> Iterator[Node]:
    for is_break, parts in groupby(children(paragraph), lambda part: part["type"] == "hard_break"):
        if not is_break:
            content = list(parts)
            attrs = {"id": new_id(), "dir": direction(inline_words(content))}
            yield {**paragraph, "attrs": {**paragraph["attrs"], **attrs}, "content": content}

"""Joined cells in typed tables: `<` continues the cell to its left, and `^` the one above (pure)."""

from collections import defaultdict
from dataclasses import dataclass

from wgcop.paper.schema import MOST_NODES
from wgcop.paper.tree import Node, children

LEFT, ABOVE = "<", "^"

Place = tuple[int, int]


@dataclass(frozen=True)
class TypedCell:
    words: str
    colspan: int = 1
    rowspan: int = 1


def laid_out(table: Node) -> list[list[Node | str]]:
    """Return the rows with their cells, the signs where other cells continue, and empty strings in
    the gaps of an uneven table.

    Cells that would lie over others are cut, and so are cells that are laid out wider than a paper
    can be.
    """
    rows = children(table)
    lines: list[dict[int, Node | str]] = [{} for _row in rows]
    room = MOST_NODES
    for number, row in enumerate(rows):
        at = 0
        for cell in children(row):
            while at in lines[number]:
                at += 1
            width = cell["attrs"]["colspan"]
            height = min(cell["attrs"]["rowspan"], len(rows) - number)
            if (at + width) * height > room:
                width = height = 1
            width = next((n for n in range(1, width) if at + n in lines[number]), width)
            if width * height > 1:
                room -= (at + width) * height
            for below in lines[number : number + height]:
                below |= {at: ABOVE} | dict.fromkeys(range(at + 1, at + width), LEFT)
            lines[number][at] = cell
            at += width
    return [[line.get(at, "") for at in range(max(line) + 1)] for line in lines]


def joined(rows: list[list[str]]) -> list[list[TypedCell]]:
    """Return the cells of rows of equal length. Signs that make no rectangle, or leave a row
    without a cell, stay as typed.
    """
    first: dict[Place, Place] = {}
    for number, row in enumerate(rows):
        for at, words in enumerate(row):
            place = number, at
            if words == LEFT and at:
                first[place] = first[number, at - 1]
            elif words == ABOVE and number:
                first[place] = first[number - 1, at]
            else:
                first[place] = place
    areas: dict[Place, list[Place]] = defaultdict(list)
    for place, corner in first.items():
        areas[corner].append(place)
    whole = {corner: _span(areas[corner]) for corner in areas}
    for number, row in enumerate(rows):
        corners = {first[number, at] for at in range(len(row))}
        if all(corner[0] < number for corner in corners):
            whole |= dict.fromkeys(corners)
    return [
        [
            TypedCell(words, *(whole[first[number, at]] or (1, 1)))
            for at, words in enumerate(row)
            if first[number, at] == (number, at) or whole[first[number, at]] is None
        ]
        for number, row in enumerate(rows)
    ]


def _span(places: list[Place]) -> Place | None:
    """Return how many columns and rows the places fill, or None if they make no rectangle."""
    rows, columns = {row for row, _column in places}, {column for _row, column in places}
    is_whole = len(places) == len(rows) * len(columns)
    return (len(columns), len(rows)) if is_whole else None

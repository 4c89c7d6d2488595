"""The ids that our own Word files keep in the names of bookmarks."""

from typing import Any

from wgcop.reading.papers.names import W_P, W_TC, q
from wgcop.word.naming import read_bookmark


class Bookmarks:
    """The bookmarks of a Word file. A paragraph has its own and those of everything that begins
    with it: a table, its first row and cell, a list, an item.
    """

    def __init__(self) -> None:
        self._left: dict[Any, list[tuple[str, str]]] = {}

    def ids_of(self, paragraph: Any) -> dict[str, str]:
        """Return the ids of a paragraph by kind; the first of a kind counts."""
        marks: dict[str, str] = {}
        for kind, block_id in self._of(paragraph):
            marks.setdefault(kind, block_id)
        return marks

    def before_table(self, table: Any) -> tuple[str, dict[int, str]]:
        """Return the id of the table, and the ids of the quotes that begin with it, by their index
        in the path.
        """
        level = _level(table)
        quotes = {
            int(kind.partition("x")[2]): block_id
            for kind, block_id in self._of_first(table)
            if kind.startswith(f"o{level}x")
        }
        return self._id(table, f"t{level}"), quotes

    def row(self, row_or_cell: Any) -> str:
        return self._id(row_or_cell, f"r{_level(row_or_cell)}")

    def cell(self, cell: Any) -> tuple[str, str]:
        """Return the cell's id, and `h` for a header cell or `d` for another; two empty strings if
        the workspace did not write the file.
        """
        for letter in "hd":
            if block_id := self._id(cell, f"{letter}{_level(cell)}"):
                return block_id, letter
        return "", ""

    def _id(self, element: Any, kind: str) -> str:
        return next((block_id for each, block_id in self._of_first(element) if each == kind), "")

    def _of_first(self, element: Any) -> list[tuple[str, str]]:
        first = next(element.iter(W_P), None)
        return [] if first is None else self._of(first)

    def _of(self, paragraph: Any) -> list[tuple[str, str]]:
        if paragraph not in self._left:
            # LibreOffice moves some into a link or a change.
            names = (
                bookmark.get(q("w:name"), "")
                for bookmark in paragraph.iter(q("w:bookmarkStart"))
                if next(bookmark.iterancestors(W_P)) is paragraph
            )
            self._left[paragraph] = [read for name in names if (read := read_bookmark(name))]
        return self._left[paragraph]


def begins(marks: dict[str, str]) -> dict[int, str]:
    """Return the ids of the lists and quotes whose first paragraph this is. The keys are their
    positions in the path, from the outermost inward.
    """
    return {int(kind[1:]): block_id for kind, block_id in marks.items() if kind.startswith("c")}


def _level(element: Any) -> int:
    """Return how many tables contain this table, or around the table of this row or cell."""
    return sum(1 for _each in element.iterancestors(W_TC))

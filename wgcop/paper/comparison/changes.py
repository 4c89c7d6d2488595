"""The changes in a marked tree in reading order, each with a number that a link can lead to (pure)."""

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wgcop.paper.comparison.marks import (
    change_of,
    compared,
    noted,
    own_attrs,
    own_changes,
    without_change,
)
from wgcop.paper.schema import INLINE, attribute
from wgcop.paper.tree import TEXTBLOCKS, Node, children


class Part(enum.StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    LIST = "list"
    QUOTATION = "quotation"
    NOTE = "note"
    TABLE = "table"
    ROW = "row"
    COLUMN = "column"


class How(enum.StrEnum):
    """How a part changed. A part that moved has two changes: where it is now (`MOVED`), and where
    it was (`LEFT`).

    `SET` is for text that stayed but is formatted differently: as a heading, in another list, in
    bold.
    """

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    LEFT = "left"
    SET = "set"


_PARTS = {
    "heading": Part.HEADING,
    "bullet_list": Part.LIST,
    "ordered_list": Part.LIST,
    "list_item": Part.ITEM,
    "blockquote": Part.QUOTATION,
    "table": Part.TABLE,
    "table_row": Part.ROW,
    "table_cell": Part.COLUMN,
    "table_header": Part.COLUMN,
}
_LONGEST = 80


@dataclass(frozen=True)
class Change:
    """A change in a marked tree. `number` is in the tree too, `block` is the id of the changed
    block, `words` are its first words.

    `inside` is true for changes in the cells of a table, which the summary counts as one change to
    the table.
    """

    number: int
    part: Part
    how: How
    block: str
    words: str
    inside: bool = False


@dataclass(frozen=True)
class SummaryLine:
    """A kind of change and the number of parts that it affects, such as three changed paragraphs."""

    part: Part
    how: How
    changes: tuple[Change, ...]


def numbered(marked: Node) -> tuple[Node, tuple[Change, ...]]:
    """Return the tree with the numbers of the changes on its changed blocks, and these changes."""
    numbering = _Numbering()
    return numbering.inside(marked), tuple(numbering.changes)


def summary(changes: Iterable[Change]) -> list[SummaryLine]:
    """Group the changes by part and kind, in the order of the first change of each group."""
    groups: dict[tuple[Part, How], list[Change]] = defaultdict(list)
    for change in changes:
        if change.how != How.LEFT and not change.inside:
            groups[change.part, change.how].append(change)
    return [SummaryLine(part, how, tuple(group)) for (part, how), group in groups.items()]


class _Numbering:
    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.in_table = False

    def inside(self, node: Node) -> Node:
        content = [self.block(child, node) for child in children(node)]
        return {**node, **({"content": content} if content else {})}

    def block(self, node: Node, parent: Node) -> Node:
        if change_of(node) and "shell" not in compared(node):
            return self.whole(node, parent)
        if node["type"] in TEXTBLOCKS:
            return self.words(node, parent)
        if node["type"] == "table":
            return self.table(node)
        return self.inside(node)

    def whole(self, node: Node, parent: Node) -> Node:
        if not first_words(node):
            return node  # an empty line more or less
        moved = "moved" in compared(node)
        if change_of(node) == "inserted":
            how = How.MOVED if moved else How.ADDED
        else:
            how = How.LEFT if moved else How.REMOVED
        return self.numbered(node, _part(node, parent), how)

    def words(self, node: Node, parent: Node) -> Node:
        changed = any(_is_changed(piece) for piece in children(node))
        if changed or any(_is_changed_inside(piece) for piece in children(node)):
            part = _part(node, parent) if changed else Part.NOTE
            return self.numbered(node, part, How.CHANGED)
        if "setting" in compared(node) or any("was" in compared(p) for p in children(node)):
            return self.numbered(node, _part(node, parent), How.SET)
        return node

    def table(self, table: Node) -> Node:
        """Number the changes to a table. Rows and columns that were added or removed count
        separately; all others are one change to the table.
        """
        before = len(self.changes)
        columns: set[int] = set()
        outer, self.in_table = self.in_table, True
        rows = [self.row(row, table, columns) for row in children(table)]
        self.in_table = outer
        within = [change for change in self.changes[before:] if change.inside]
        if within and not outer:
            whole = Change(
                within[0].number, Part.TABLE, How.CHANGED, _id(table), first_words(table)
            )
            self.changes.insert(before, whole)
        return {**table, **({"content": rows} if rows else {})}

    def row(self, row: Node, table: Node, columns: set[int]) -> Node:
        if change_of(row):
            return self.whole(row, table)
        cells: list[Node] = []
        for place, cell in enumerate(children(row)):
            if not change_of(cell):
                cell = self.inside(cell)
            elif place not in columns:
                columns.add(place)
                cell = self.whole(cell, row)
            cells.append(cell)
        return {**row, **({"content": cells} if cells else {})}

    def numbered(self, node: Node, part: Part, how: How) -> Node:
        number = 1 + max((change.number for change in self.changes[-2:]), default=0)
        inside = self.in_table and part not in (Part.ROW, Part.COLUMN)
        self.changes.append(Change(number, part, how, _id(node), first_words(node), inside))
        return noted(node, number=number)


def first_words(node: Node) -> str:
    """Return the first new words of a node or, if it has none, the first that were deleted. Words
    of notes count only if there are no others; a picture counts as a word.
    """
    texts = list(_texts(node))
    outside = [text for text in texts if not text.in_note]
    words = next(filter(None, map(_new_or_deleted, (outside, texts))), "")
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


class _Text(NamedTuple):
    words: str
    change: str | None
    is_struck: bool
    in_note: bool


def _new_or_deleted(texts: Sequence[_Text]) -> str:
    new = [text for text in texts if text.change != "deleted"]
    return _standing(new) or _standing(texts)


def _standing(texts: Sequence[_Text]) -> str:
    """Join the text that the paper itself does not strike out or, if it strikes out all of it, the
    whole text.
    """
    return _joined(text for text in texts if not text.is_struck) or _joined(texts)


def _joined(texts: Iterable[_Text]) -> str:
    return " ".join("".join(text.words for text in texts).split())


def _texts(node: Node, *, is_struck: bool = False, in_note: bool = False) -> Iterator[_Text]:
    is_struck = is_struck or _is_struck(node)
    match node["type"]:
        case "text":
            yield _Text(node["text"], change_of(node), is_struck, in_note)
        case "hard_break":
            yield _Text(" ", change_of(node), is_struck, in_note)
        case "image":
            yield _Text(attribute(node, "alt") or "▣", change_of(node), is_struck, in_note)
        case kind:
            in_note = in_note or kind == "footnote"
            for child in children(node):
                yield from _texts(child, is_struck=is_struck, in_note=in_note)
            yield _Text(" ", None, is_struck, in_note)


def _is_struck(node: Node) -> bool:
    """Return whether the paper itself marks the node as deleted."""
    if node["type"] in INLINE:
        return "deletion" in own_changes(without_change(node).get("marks") or [])
    return (own_attrs(node) or {}).get("change") == "deleted"


def _part(node: Node, parent: Node) -> Part:
    if node["type"] == "paragraph":
        is_item = parent["type"] == "list_item" and "shell" not in compared(parent)
        return Part.ITEM if is_item else Part.PARAGRAPH
    return _PARTS[node["type"]]


def _is_changed(piece: Node) -> bool:
    """Return whether the words or the target of their link changed, or whether the paper itself
    inserts or deletes them.
    """
    was, marks = compared(piece).get("was"), piece.get("marks") or []
    return bool(change_of(piece)) or (
        was is not None and (_links(was), own_changes(was)) != (_links(marks), own_changes(marks))
    )


def _is_changed_inside(piece: Node) -> bool:
    return any(_is_changed(inner) for inner in children(piece))


def _links(marks: Iterable[Node]) -> list[str]:
    return [mark["attrs"]["href"] for mark in marks if mark["type"] == "link"]


def _id(node: Node) -> str:
    return (node.get("attrs") or {}).get("id") or ""

"""Building quotes and nested lists from a sequence of paragraphs, by the level and style of each
(pure).
"""

from dataclasses import dataclass, field
from typing import Any

from wgcop.paper.tree import Node, new_id
from wgcop.word.naming import LIST, QUOTE, Path

BULLET = ("", "")


@dataclass(frozen=True, slots=True)
class ItemStart:
    """The beginning of an item: its level, the style and delimiter of its list, and its value."""

    level: int
    kind: tuple[str, str]
    value: int
    indent: int = 0
    list_id: str = ""


@dataclass(slots=True)
class Placed:
    """A paragraph or table, with the known facts about its place."""

    node: Node
    path: Path | None = None
    """The path of lists and quotes around it, if its style names them. Otherwise it follows from
    its level or from what came before.
    """
    item: ItemStart | None = None
    begins: dict[int, str] = field(default_factory=dict)
    """The ids of lists and quotes that begin with it, by their index in the path."""
    item_id: str = ""
    indent: int = 0
    continues_item: bool = False
    cites: str = ""
    """The clause quoted by the surrounding quote. The text of such a paragraph is that of the
    clause.
    """
    depth: int | None = None
    """The number of steps by which a table is indented."""
    end: Node | None = None
    """The mark of its end mark, if that was inserted or deleted separately."""


@dataclass(slots=True)
class _Open:
    """A quote or list that the next paragraph can belong to."""

    kind: str
    node: Node
    level: int = -1
    list_kind: tuple[str, str] = BULLET
    next_value: int = 0
    indent: int = 0

    @property
    def content(self) -> list[Node]:
        inner: Node = self.node["content"][-1] if self.kind == LIST else self.node
        content: list[Node] = inner["content"]
        return content


class Builder:
    def __init__(self, ids: "Ids") -> None:
        self._ids = ids
        self._open: list[_Open] = []
        self.blocks: list[Node] = []

    def place(self, placed: Placed) -> None:
        if placed.cites:
            self._cite(placed.cites, placed.path or ())
            return
        path = self._path_of(placed)
        depth = self._depth_that_stays(path, placed)
        del self._open[depth:]
        is_item_open = depth == len(path)
        for place in range(depth, len(path)):
            if path[place] == QUOTE:
                self._begin(
                    _Open(QUOTE, _block("blockquote", self._ids.take(placed.begins.get(place))))
                )
            elif place == len(path) - 1 and placed.item:
                self._begin(self._new_list(placed, place))
        if placed.item and (is_item_open or (self._open and self._open[-1].kind == LIST)):
            self._add_item(placed)
        self._content.append(placed.node)

    @property
    def _content(self) -> list[Node]:
        return self._open[-1].content if self._open else self.blocks

    def _path_of(self, placed: Placed) -> Path:
        kinds = tuple(each.kind for each in self._open)
        if placed.depth is not None:
            path = kinds[: placed.depth]
            if placed.begins:
                path = path[: min(placed.begins)]
            return path + (QUOTE,) * (placed.depth - len(path))
        if placed.item and placed.path is None:
            lists = 0
            for each in self._open:
                if each.kind != LIST or each.level >= placed.item.level:
                    break
                lists += 1
            return (LIST,) * (lists + 1)
        if placed.path is not None:
            return placed.path
        return self._around_foreign(placed, kinds)

    def _around_foreign(self, placed: Placed, kinds: Path) -> Path:
        """Return the path of a paragraph whose style the workspace did not write. If it is indented
        like the item before it, it belongs to that item.
        """
        lists = [each for each in self._open if each.kind == LIST]
        if len(lists) < len(kinds):
            return ()
        if placed.continues_item and not placed.indent:
            return kinds
        while lists and not 0 < lists[-1].indent <= placed.indent + 60:
            lists.pop()
        return (LIST,) * len(lists)

    def _depth_that_stays(self, path: Path, placed: Placed) -> int:
        depth = 0
        for place, kind in enumerate(path):
            if place >= len(self._open) or self._open[place].kind != kind:
                break
            if place in placed.begins:
                break
            depth += 1
        if placed.item and depth == len(path) and not _goes_on(self._open[depth - 1], placed.item):
            depth -= 1
        return depth

    def _begin(self, opened: _Open) -> None:
        self._content.append(opened.node)
        self._open.append(opened)

    def _new_list(self, placed: Placed, place: int) -> _Open:
        item = placed.item
        assert item is not None
        list_id = self._ids.take(placed.begins.get(place))
        if item.kind == BULLET:
            node = _block("bullet_list", list_id)
        else:
            style, delim = item.kind
            node = _block("ordered_list", list_id, start=item.value, style=style, delim=delim)
        return _Open(LIST, node, item.level, item.kind, item.value, item.indent)

    def _add_item(self, placed: Placed) -> None:
        assert placed.item is not None
        opened = self._open[-1]
        opened.node["content"].append(_block("list_item", self._ids.take(placed.item_id)))
        opened.next_value = placed.item.value + 1

    def _cite(self, clause: str, path: Path) -> None:
        """Make the innermost quote at this depth quote the clause, and end it."""
        quotes = [at for at, each in enumerate(self._open[: len(path)]) if each.kind == QUOTE]
        if quotes:
            self._open[quotes[-1]].node["attrs"]["clause"] = clause
            del self._open[quotes[-1] :]


class Ids:
    """Ids as the file has them, each used once, and new ones where it has none."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def take(self, wanted: str | None = None) -> str:
        block_id = wanted or new_id()
        while block_id in self._used:
            block_id = new_id()
        self._used.add(block_id)
        return block_id


def _goes_on(opened: _Open, item: ItemStart) -> bool:
    if opened.list_kind != item.kind or opened.level > item.level:
        return False
    return item.kind == BULLET or opened.next_value == item.value


def _block(kind: str, block_id: str, **attrs: Any) -> Node:
    return {"type": kind, "attrs": {"id": block_id, **attrs}, "content": []}

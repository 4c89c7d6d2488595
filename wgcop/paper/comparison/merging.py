"""The merged text: the new one, with deleted parts of the old one at their places (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wgcop.paper.comparison.alignment import Alignment, align
from wgcop.paper.comparison.frames import Frames
from wgcop.paper.comparison.inline import compared_inline
from wgcop.paper.comparison.marks import (
    accept,
    change_of,
    framed,
    marked_whole,
    noted,
    reject,
    with_former,
)
from wgcop.paper.comparison.tables import compared_table
from wgcop.paper.comparison.units import Frame, Unit, units
from wgcop.paper.tree import Node, children


@dataclass(frozen=True)
class _Entry:
    """A marked unit, and the frames that surround it in the merged text."""

    path: tuple[Frame, ...]
    node: Node


def merged(old: Node, new: Node) -> Node:
    """Return the new block with the content of both. Both are documents or cells, whose content is
    blocks.
    """
    merging = _Merging(units(children(old)), units(children(new)))
    node = with_former(merging.node(new), old)
    if reject(node) == old:
        return node
    # The same words stand in other lists: marks cannot say how they stood before.
    merging.with_places = True
    return noted(with_former(merging.node(new), old), structure=_structure(children(old)))


class _Merging:
    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = old, new
        self.alignment: Alignment = align(old, new)
        self.frames = Frames([(old[a], new[b]) for a, b in self.alignment.kept], new)
        self.with_places = False

    def node(self, new: Node) -> Node:
        content = list(self._nested(list(self._entries()), depth=0))
        return {**new, **({"content": content} if content else {})}

    def _entries(self) -> Iterator[_Entry]:
        order = list(self.alignment.in_order(len(self.old), len(self.new)))
        ahead: list[tuple[Frame, ...]] = [()]
        for _a, b in reversed(order):
            ahead.append(ahead[-1] if b is None else self.new[b].path)
        ahead.reverse()
        moves = {a: (self.old[a].id or f"{a}", b) for a, b in self.alignment.moved}
        moves_here = {b: (name, a) for a, (name, b) in moves.items()}
        previous: tuple[Frame, ...] = ()
        last: tuple[Frame, ...] = ()
        for at, (a, b) in enumerate(order):
            if b is not None:
                previous = last = self.new[b].path
            elif a is not None:
                previous = self.frames.place_of_gone(self.old[a].path, previous, last, ahead[at])
            if a is not None and b is not None:
                node = _in_both(self.old[a], self.new[b])
            elif a is not None:
                name, to = moves.get(a, ("", None))
                node = _only_in_old(self.old[a], None if to is None else self.new[to], name)
            else:
                assert b is not None
                name, origin = moves_here.get(b, ("", None))
                node = _only_in_new(self.new[b], None if origin is None else self.old[origin], name)
            if self.with_places and a is not None:
                node = noted(node, unit=a)
            yield _Entry(previous, node)

    def _nested(self, entries: list[_Entry], depth: int) -> Iterator[Node]:
        def frame_at(entry: _Entry) -> Frame | None:
            return entry.path[depth] if len(entry.path) > depth else None

        for frame, group in groupby(entries, key=frame_at):
            if frame is None:
                yield from (entry.node for entry in group)
            else:
                inside = list(group)
                content = list(self._nested(inside, depth + 1))
                yield self._framed(frame, content, [entry.node for entry in inside])

    def _framed(self, frame: Frame, content: list[Node], inside: list[Node]) -> Node:
        node = {**frame.node, "content": content}
        if self.frames.is_of_new(frame):
            if original := self.frames.original(frame):
                return with_former(node, original.node)
            if all(change_of(node) == "inserted" for node in inside):
                return framed(node, "inserted")
            return node
        shell = {"shell": True} if self.frames.stands_elsewhere(frame) else {}
        label = {"label": frame.label} if frame.label else {}
        return framed(node, "deleted", **shell, **label)


def _in_both(old: Unit, new: Unit) -> Node:
    if new.family == "words":
        content = compared_inline(children(old.node), children(new.node))
        node = {**new.node, **({"content": content} if content else {})}
    elif new.family == "table":
        node = compared_table(old.node, new.node, inside=merged)
    else:
        node = new.node
    if old.setting != new.setting or old.is_numbered_otherwise(new):
        node = noted(node, setting=old.setting_in_words)
    if old.label and new.label and old.label != new.label:
        node = noted(node, label=old.label)
    return with_former(node, old.node)


def _only_in_old(old: Unit, new: Unit | None, move: str) -> Node:
    if new is None:
        return marked_whole(old.node, "deleted")
    return _moving(old, new, "deleted", move)


def _only_in_new(new: Unit, old: Unit | None, move: str) -> Node:
    if old is None:
        return marked_whole(new.node, "inserted")
    return _moving(old, new, "inserted", move)


def _moving(old: Unit, new: Unit, change: Any, move: str) -> Node:
    """Mark one end of a move. Words that only moved are distinguished from those that changed on
    the way.
    """
    node, side = (old.node, reject) if change == "deleted" else (new.node, accept)
    if new.family != "words":
        return marked_whole(node, change, moved=move)
    content: list[Node] = []
    for piece in compared_inline(children(old.node), children(new.node)):
        if change_of(piece) is None:
            content.append(marked_whole(side(piece), change, moved=True))
        elif change_of(piece) == change:
            content.append(piece)
    return framed({**node, **({"content": content} if content else {})}, change, moved=move)


def _structure(blocks: list[Node]) -> list[Any]:
    """Return the lists and quotations, with a number in place of each unit."""
    places = {id(unit.node): unit.place for unit in units(blocks)}

    def frame_of(nodes: list[Node]) -> list[Any]:
        return [
            places[id(node)]
            if id(node) in places
            else {**node, "content": frame_of(children(node))}
            for node in nodes
        ]

    return frame_of(blocks)

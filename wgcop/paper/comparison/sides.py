"""A marked tree cut for readers: unit by unit, with each side separately (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any, Literal

from wgcop.paper.comparison.marks import Change, change_of, compared, noted
from wgcop.paper.comparison.units import FRAMES
from wgcop.paper.schema import INLINE
from wgcop.paper.tree import Node, children, labels

Side = Literal["old", "new"]
_ABSENT: dict[Side, Change] = {"old": "inserted", "new": "deleted"}

_Labelled = tuple[Node, str]
"""A list, an item or a quotation, with the label if it is a numbered item."""


@dataclass(frozen=True)
class Slice:
    """One unit in the frames around it. `old` or `new` is None if that text does not have it."""

    both: Node
    old: Node | None
    new: Node | None
    changes: tuple[int, ...]
    is_same: bool


@dataclass(frozen=True)
class SidePair:
    """A pair of slices shown side by side, and the numbers of its changes."""

    old: Node | None
    new: Node | None
    changes: tuple[int, ...]
    is_same: bool = False


def slices(marked: Node) -> list[Slice]:
    seen: set[int] = set()
    cut = []
    for unit, path in _units(marked, ()):
        whole = _framed(unit, path, seen)
        old, new = side_of(whole, "old"), side_of(whole, "new")
        cut.append(Slice(whole, old, new, tuple(_numbers(whole)), not _is_changed(unit)))
        seen |= {id(frame) for frame, _label in path}
    return cut


def pairs(cut: Sequence[Slice]) -> Iterator[SidePair]:
    """Yield the slices in pairs: deleted units are paired with those that were inserted in their
    place.
    """
    for both_have, run in groupby(cut, key=lambda each: None not in (each.old, each.new)):
        if both_have:
            yield from (SidePair(each.old, each.new, each.changes, each.is_same) for each in run)
            continue
        parts = list(run)
        olds = [part for part in parts if part.old is not None]
        news = [part for part in parts if part.old is None]
        for one, other in zip_longest(olds, news):
            yield SidePair(
                one.old if one else None,
                other.new if other else None,
                (one.changes if one else ()) + (other.changes if other else ()),
            )


def side_of(node: Node, side: Side) -> Node | None:
    """Return the node as one of the texts has it, with marks on what the other does not have; None
    if that text does not have it.
    """
    if change_of(node) == _ABSENT[side]:
        return None
    content = [part for child in children(node) if (part := side_of(child, side)) is not None]
    if children(node) and not content and node["type"] in FRAMES:
        return None
    part_of_side = {key: value for key, value in node.items() if key != "content"}
    if content:
        part_of_side["content"] = content
    return _as_it_was(part_of_side) if side == "old" else part_of_side


def _as_it_was(node: Node) -> Node:
    about = {key: value for key, value in compared(node).items() if key != "setting"}
    before = compared(children(node)[0]) if node["type"] == "list_item" else {}
    if about.get("label") and "label" in before:
        about["label"] = before["label"]
    former = {**node, "compared": about} if "compared" in node else node
    was = about.get("was")
    if was is None:
        return former
    if node["type"] in INLINE:
        return {**former, "marks": was}
    return {**former, "type": was["type"], "attrs": was["attrs"] or {}}


def _units(node: Node, path: tuple[_Labelled, ...]) -> Iterator[tuple[Node, tuple[_Labelled, ...]]]:
    if node["type"] == "ordered_list":
        parts = [(item, compared(item).get("label", label)) for label, item in labels(node)]
    else:
        parts = [(child, "") for child in children(node)]
    for child, label in parts:
        if child["type"] in FRAMES and children(child):
            yield from _units(child, (*path, (child, label)))
        else:
            yield child, path


def _framed(unit: Node, path: Sequence[_Labelled], seen: set[int]) -> Node:
    """Return the unit in its frames, which are repeated for each of their units: without ids, and
    with the label and the number of the change before the first unit only.
    """
    node = unit
    for frame, label in reversed(path):
        first = id(frame) not in seen
        about: dict[str, Any] = {**compared(frame), "label": label if first else ""}
        number = about.pop("number", None)
        if number and first:
            node = _numbered(node, number)
        attrs = {key: value for key, value in (frame.get("attrs") or {}).items() if key != "id"}
        node = {**frame, "attrs": attrs, "content": [node], "compared": about}
        if not first:
            node["compared"]["continues"] = True
    return node


def _numbered(node: Node, number: int) -> Node:
    """Put the number on the unit itself, however many frames are around it."""
    if node["type"] in FRAMES and children(node):
        return {**node, "content": [_numbered(children(node)[0], number)]}
    return noted(node, number=number)


def _numbers(node: Node) -> Iterator[int]:
    if number := compared(node).get("number"):
        yield number
    for child in children(node):
        if child["type"] not in INLINE:
            yield from _numbers(child)


def _is_changed(node: Node) -> bool:
    about = compared(node)
    return bool(about.keys() & {"change", "number", "setting"}) or any(
        _is_changed(child) for child in children(node) if child["type"] not in INLINE
    )

"""The people and times of marked changes. Typed text does not contain them, so they stay with the
marked letters.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from wgcop.paper.comparison.marks import joined
from wgcop.paper.comparison.sequences import pairs
from wgcop.paper.tree import Node, children, walk

SIGNED = ("insertion", "deletion")


class _Piece(NamedTuple):
    """A letter, or something that is between letters."""

    key: tuple[Any, ...]
    node: Node


def keep_signatures(new: list[Node], old: list[Node]) -> list[Node]:
    """Return the new content of a paragraph, with the signatures of the old one on the changes that
    both mark.
    """
    if not any(_signed(node) for block in old for node in walk(block)):
        return new
    before, after = list(_pieces(old)), list(_pieces(new))
    kept = [piece.node for piece in after]
    for at, other in pairs([p.key for p in before], [p.key for p in after]):
        kept[other] = _signed_as(before[at].node, after[other].node)
    return joined(kept)


def _pieces(nodes: Iterable[Node]) -> Iterator[_Piece]:
    """Yield the pieces of the nodes. The same letter inserted and not inserted counts as two
    different ones.
    """
    for node in nodes:
        marked = tuple(mark["type"] for mark in node.get("marks", ()) if mark["type"] in SIGNED)
        if node["type"] == "text":
            for sign in node["text"]:
                yield _Piece((sign, *marked), {**node, "text": sign})
        else:
            what = node.get("attrs", {}).get("file")
            yield _Piece((node["type"], what, *marked), node)


def _signed_as(old: Node, new: Node) -> Node:
    signed = dict(new)
    theirs = {mark["type"]: mark for mark in old.get("marks", ()) if mark["type"] in SIGNED}
    if theirs:
        signed["marks"] = [theirs.get(mark["type"], mark) for mark in new.get("marks", ())]
    if new["type"] == "footnote" and children(new):
        signed["content"] = keep_signatures(children(new), children(old))
    return signed


def _signed(node: Node) -> bool:
    return any(
        mark["type"] in SIGNED and any(mark.get("attrs", {}).values())
        for mark in node.get("marks", ())
    )

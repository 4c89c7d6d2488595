"""The border between two paragraphs as a marked change: inserted by Enter, or deleted by joining
the two (pure).

The lower paragraph has it, as the attribute `border`: a mark like those of text, with who marked it
and when. In a block that was inserted or deleted as a whole, it is the signature.
`frontend/src/marking/borders.js` has the same rule.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wgcop.paper.comparison.marks import joined
from wgcop.paper.schema import attribute
from wgcop.paper.tree import TEXTBLOCKS, Node, children

KINDS = {"inserted": "insertion", "deleted": "deletion"}


def neighbours(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield pairs of an upper and a lower paragraph or heading that would be one without the border
    between them.

    They follow each other, or they begin two items that do; the upper item contains nothing else.
    """
    for one, other in pairwise(children(node)):
        if pair := _pair(one, other):
            yield pair
    for child in children(node):
        if child["type"] not in TEXTBLOCKS:
            yield from neighbours(child)


def border_of(block: Node) -> Node | None:
    """Return the change to the border above a block, or None if the mark only repeats the change to
    the block as a whole.
    """
    mark: Node | None = attribute(block, "border") if block["type"] in TEXTBLOCKS else None
    is_signature = mark and KINDS.get(attribute(block, "change") or "") == mark["type"]
    return None if is_signature else mark


def ends(tree: Node) -> dict[int, Node]:
    """Return the changes to the borders below paragraphs, in the form that Word uses, by the `id()`
    of the paragraph above.

    In Word, the end mark belongs to the paragraph above it, so the border above a changed paragraph
    is stored with the paragraph before.
    """
    uppers = {id(lower): upper for upper, lower in neighbours(tree)}
    changed = dict(_changed_as_a_whole(tree, ""))
    found: dict[int, Node] = {}
    for lower in _textblocks(tree):
        mark, upper = border_of(lower), uppers.get(id(lower))
        while mark and upper and changed[id(upper)] == mark["type"]:
            upper = uppers.get(id(upper))
        if mark and upper:
            found[id(upper)] = mark
    return found


def put_back(blocks: Sequence[Node], ends: dict[int, Node]) -> set[int]:
    """Give the borders of a Word file to the paragraphs below them. Return those of `ends` that have
    no paragraph below.
    """
    tree = {"type": "doc", "content": list(blocks)}
    lowers = {id(upper): lower for upper, lower in neighbours(tree)}
    changed = dict(_changed_as_a_whole(tree, ""))
    placed = set()
    for upper, mark in ends.items():
        lower = lowers.get(upper)
        while lower and changed[id(lower)] == mark["type"]:
            lower = lowers.get(id(lower))
        if lower:
            lower["attrs"]["border"] = mark
            placed.add(upper)
    return ends.keys() - placed


def settled(blocks: Sequence[Node]) -> list[Node]:
    """Return the blocks in order, joining those whose border was deleted."""
    left: list[Node] = []
    for block in blocks:
        mark = border_of(_first(block))
        if left and mark and mark["type"] == "deletion" and _pair(left[-1], block):
            left[-1] = _joined(left[-1], block)
        else:
            left.append(block)
    return left


def _joined(upper: Node, lower: Node) -> Node:
    if upper["type"] != "list_item":
        return {**upper, "content": joined([*children(upper), *children(lower)])}
    first, *others = children(lower)
    return {**upper, "content": [_joined(children(upper)[0], first), *others]}


def _pair(one: Node, other: Node) -> tuple[Node, Node] | None:
    if one["type"] == other["type"] == "list_item" and len(children(one)) == 1:
        one, other = children(one)[0], children(other)[0]
    return (one, other) if {one["type"], other["type"]} <= TEXTBLOCKS else None


def _first(block: Node) -> Node:
    return children(block)[0] if block["type"] == "list_item" else block


def _textblocks(node: Node) -> Iterator[Node]:
    for child in children(node):
        if child["type"] in TEXTBLOCKS:
            yield child
        else:
            yield from _textblocks(child)


def _changed_as_a_whole(node: Node, change: str) -> Iterator[tuple[int, str]]:
    """Yield, for each paragraph or heading, the mark with which it, or a block around it, was
    changed as a whole.
    """
    for child in children(node):
        inner = change
        if "attrs" in child:
            inner = KINDS.get(attribute(child, "change") or "", change)
        if child["type"] in TEXTBLOCKS:
            yield id(child), inner
        else:
            yield from _changed_as_a_whole(child, inner)

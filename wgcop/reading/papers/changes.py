"""Tracked changes of whole blocks: a paragraph, row, list or table of which everything was inserted
or deleted.
"""

from typing import Any

from wgcop.paper.tree import TEXTBLOCKS, Node, children
from wgcop.reading.papers.inline import change_mark
from wgcop.reading.papers.names import child

_MARKS = {"inserted": "insertion", "deleted": "deletion"}
_SIGNS = {"w:ins": "inserted", "w:moveTo": "inserted", "w:del": "deleted", "w:moveFrom": "deleted"}


def whole_change(node: Node, properties: Any) -> tuple[str | None, Node | None]:
    """Return how a paragraph was changed as a whole (or None); or, if only its end mark was
    changed, the mark of that change.
    """
    of_break, sign = None, None
    for name, change in _SIGNS.items():
        found = child(properties, "w:rPr", name)
        if found is not None:
            of_break, sign = change, found
    if of_break is None:
        return None, None
    kind = _MARKS[of_break]
    mark = change_mark(kind, sign)
    nodes = children(node)
    if not all(any(mark["type"] == kind for mark in each.get("marks", ())) for each in nodes):
        return None, mark
    if nodes:
        node["content"] = [_without_anonymous(each, kind) for each in nodes]
    elif mark["attrs"]["at"]:
        node["attrs"]["border"] = mark  # no word in it says who changed it
    return of_break, None


def is_break_changed(properties: Any) -> bool:
    return any(child(properties, "w:rPr", name) is not None for name in _SIGNS)


def lift_changes(blocks: list[Node]) -> list[Node]:
    """Mark a list as inserted if all its items were, or as deleted. Do the same for items, quotes,
    rows and tables.
    """
    for block in blocks:
        _lift(block)
    return blocks


def _lift(node: Node) -> None:
    if node["type"] in TEXTBLOCKS or "attrs" not in node:
        return
    if own := node["attrs"].get("change"):
        for each in children(node):
            _take_away(each, own)
    inner = children(node)
    for each in inner:
        _lift(each)
    changes = {each.get("attrs", {}).get("change") for each in inner}
    if node["type"] in ("table_cell", "table_header") or len(changes) != 1:
        return
    (change,) = changes
    if change and not node["attrs"].get("change"):
        node["attrs"]["change"] = change
        for each in inner:
            del each["attrs"]["change"]


def _take_away(node: Node, change: str) -> None:
    """Remove the changes that the block around them already has."""
    if "attrs" in node and node["attrs"].get("change") == change:
        del node["attrs"]["change"]
    if node["type"] not in TEXTBLOCKS:
        for each in children(node):
            _take_away(each, change)


def _without_anonymous(node: Node, kind: str) -> Node:
    """Return the node without the mark that repeats the change to its block, unless the mark names
    a person or a moment.
    """
    marks = [
        mark
        for mark in node.get("marks", ())
        if mark["type"] != kind or mark["attrs"]["by"] or mark["attrs"]["at"]
    ]
    rest = {key: value for key, value in node.items() if key != "marks"}
    return {**rest, "marks": marks} if marks else rest

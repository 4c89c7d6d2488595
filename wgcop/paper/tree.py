"""The document tree of a paper: how to begin one, walk it and extract its text."""

import secrets
import string
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from wgcop.paper.ordinals import label

Node = dict[str, Any]

TEXTBLOCKS = frozenset({"paragraph", "heading"})

_ID_LETTERS = string.ascii_lowercase + string.digits
_random = secrets.SystemRandom()


def new_id() -> str:
    number = _random.getrandbits(52)
    return "".join(_ID_LETTERS[number // 36**place % 36] for place in range(8))


def empty() -> Node:
    paragraph = {"type": "paragraph", "attrs": {"id": new_id(), "dir": "ltr"}}
    return {"type": "doc", "content": [paragraph]}


def children(node: Node) -> list[Node]:
    return node.get("content") or []


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def clauses_quoted(*trees: Node) -> list[str]:
    """Return the names of the clauses that these texts quote, each once."""
    quotes = (node for tree in trees for node in walk(tree) if node["type"] == "blockquote")
    named = ((node.get("attrs") or {}).get("clause") for node in quotes)
    return list(dict.fromkeys(str(wid) for wid in named if wid))


def has_marked_changes(tree: Node) -> bool:
    """Return whether the tree shows something as inserted or deleted and not accepted or rejected
    yet.
    """
    return any(
        (node.get("attrs") or {}).get("change")
        or (node.get("attrs") or {}).get("border")
        or any(mark["type"] in ("insertion", "deletion") for mark in node.get("marks", ()))
        for node in walk(tree)
    )


def with_numbers(tree: Node) -> Node:
    """Return the same tree; each paragraph that is printed with a number has its `number`."""
    return _with_numbers(tree, count(1), change=None)


def plain(node: Node) -> str:
    """Return only the text, one block to a line, with the labels of numbered items."""
    return "\n".join(plain_lines(node))


def plain_lines(node: Node) -> Iterator[str]:
    return (line for line in _lines(node) if line.strip())


def utf16(words: str) -> int:
    """Return the length as browsers count it, in units of UTF-16."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def inline_words(nodes: Iterable[Node]) -> str:
    return "".join(_words(node) for node in nodes)


def labels(ordered_list: Node) -> Iterator[tuple[str, Node]]:
    """Yield the items of a numbered list with their labels. An item that is marked as deleted shows
    its number but does not count.
    """
    attrs = ordered_list.get("attrs") or {}
    number = attrs.get("start", 1)
    for item in children(ordered_list):
        yield label(number, attrs.get("style", "1"), attrs.get("delim", ".")), item
        if (item.get("attrs") or {}).get("change") != "deleted":
            number += 1


def _with_numbers(node: Node, numbers: Iterator[int], change: str | None) -> Node:
    attrs = node.get("attrs") or {}
    change = attrs.get("change") or change
    if node["type"] == "paragraph" and attrs.get("numbered") and change != "deleted":
        return {**node, "attrs": {**attrs, "number": next(numbers)}}
    if node["type"] in TEXTBLOCKS:
        return node
    inner = children(node)
    numbered = [_with_numbers(child, numbers, change) for child in inner]
    is_same = all(one is other for one, other in zip(inner, numbered, strict=True))
    return node if is_same else {**node, "content": numbered}


def _lines(node: Node) -> Iterator[str]:
    match node["type"]:
        case "paragraph" | "heading":
            yield inline_words(children(node))
        case "ordered_list":
            for mark, item in labels(node):
                first, *others = _lines(item)
                yield f"{mark} {first}"
                yield from others
        case "table_row":
            yield "\t".join(" ".join(_lines(cell)) for cell in children(node))
        case _:
            for child in children(node):
                yield from _lines(child)


def _words(node: Node) -> str:
    if any(mark["type"] == "deletion" for mark in node.get("marks", ())):
        return ""
    match node["type"]:
        case "text":
            return str(node["text"])
        case "hard_break":
            return "\n"
        case "image":
            return str(node["attrs"].get("alt", ""))
        case _:
            return f" ({inline_words(children(node))})"

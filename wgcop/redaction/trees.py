"""Removes a passage from the tree of a paper, even if it is spread over paragraphs and list items,
bold text, breaks and notes.
"""

import copy
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from wgcop.paper.tree import Node, children, labels, walk
from wgcop.redaction.passage import SoughtPassage


@dataclass
class Piece:
    """A piece of text in reading order. A label or a break has no `node`, and nothing is removed
    from it.
    """

    words: str
    node: Node | None = None

    def put(self, words: str) -> None:
        assert self.node is not None
        if self.node["type"] == "image":
            self.node["attrs"]["alt"] = words
        else:
            self.node["text"] = words


def without_passage(tree: Node, passage: SoughtPassage, mark: str) -> Node:
    """Return the tree without the passage. People read it with or without the words marked as
    deleted, and with or without footnotes, so all four readings are searched.
    """
    tree = copy.deepcopy(tree)
    for with_deleted in (False, True):
        for with_notes in (True, False):
            _cut(list(_pieces(tree, with_deleted, with_notes)), passage, mark)
    for node in walk(tree):
        if any(passage.stands_in(address) for address in addresses_of(node)):
            others = [each for each in node["marks"] if each["type"] != "link"]
            node.update(marks=others) if others else node.pop("marks")
        if "content" in node:
            node["content"] = [each for each in node["content"] if each.get("text") != ""]
    return tree


def addresses_of(node: Node) -> Iterator[str]:
    """Return the addresses to which the node's words link."""
    return (mark["attrs"]["href"] for mark in node.get("marks", ()) if mark["type"] == "link")


def _cut(pieces: list[Piece], passage: SoughtPassage, mark: str) -> None:
    starts = [0, *accumulate(len(piece.words) for piece in pieces)][:-1]
    cuts: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for first, last in passage.places_in("".join(piece.words for piece in pieces)):
        put = mark
        for number in range(bisect_right(starts, first) - 1, bisect_right(starts, last - 1)):
            piece, start = pieces[number], starts[number]
            begin = max(first - start, 0)
            end = min(last - start, len(piece.words))
            if piece.node is not None and begin < end:
                cuts[number].append((begin, end, put))
                put = ""
    for number, in_piece in cuts.items():
        words = pieces[number].words
        for begin, end, put in reversed(in_piece):
            words = words[:begin] + put + words[end:]
        pieces[number].put(words)


def _pieces(node: Node, with_deleted: bool, with_notes: bool) -> Iterator[Piece]:
    def inside(outer: Node) -> Iterator[Piece]:
        return (
            piece for child in children(outer) for piece in _pieces(child, with_deleted, with_notes)
        )

    marks: list[dict[str, Any]] = node.get("marks") or []
    if not with_deleted and any(mark["type"] == "deletion" for mark in marks):
        return
    match node["type"]:
        case "text":
            yield Piece(node["text"], node)
        case "image":
            yield Piece(node["attrs"].get("alt") or "", node)
        case "hard_break":
            yield Piece("\n")
        case "footnote":
            if with_notes:
                yield Piece(" (")
                yield from inside(node)
                yield Piece(")")
        case "ordered_list":
            for label, item in labels(node):
                yield Piece(f"{label} ")
                yield from _pieces(item, with_deleted, with_notes)
        case "paragraph" | "heading":
            yield from inside(node)
            yield Piece("\n")
        case _:
            yield from inside(node)

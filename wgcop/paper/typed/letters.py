"""The content of a paragraph, letter by letter, including breaks, footnotes and images, each with
its marks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wgcop.markup.signs import SWITCHES
from wgcop.paper.tree import Node

Mark = dict[str, Any]


@dataclass(slots=True)
class Letter:
    """One letter, break or footnote with its marks."""

    typed: str
    node: Node | None
    marks: list[Mark]

    @property
    def is_blank(self) -> bool:
        return self.typed.isspace()

    def has(self, kind: str) -> bool:
        return any(mark["type"] == kind for mark in self.marks)

    def drop(self, kind: str) -> None:
        self.marks = [mark for mark in self.marks if mark["type"] != kind]


def letters_of(nodes: Iterable[Node]) -> list[Letter]:
    """Return the letters of text, breaks and footnotes. Blanks at the edge of a mark lose it,
    because it could not be typed there.
    """
    letters: list[Letter] = []
    kinds: set[str] = set()
    for node in nodes:
        marks = node.get("marks", [])
        kinds.update(mark["type"] for mark in marks)
        match node["type"]:
            case "text":
                letters += [Letter(_blank(sign), None, marks) for sign in node["text"]]
            case "hard_break":
                without_code = [mark for mark in marks if mark["type"] != "code"]
                letters.append(Letter("\n", node, without_code))
            case "image":
                others = [mark for mark in marks if mark["type"] not in ("link", "code")]
                letters.append(Letter("![", node, others))
            case _:
                without_link = [mark for mark in marks if mark["type"] != "link"]
                letters.append(Letter("^[", node, without_link))
    for kind in (kind for kind in SWITCHES if kind in kinds):
        _move_blanks_out_of(kind, letters)
    return letters


def as_node(letter: Letter) -> Node:
    node: Node = {"type": "text", "text": letter.typed}
    if letter.node is not None:
        node = {key: value for key, value in letter.node.items() if key != "marks"}
    return node | ({"marks": letter.marks} if letter.marks else {})


def _blank(sign: str) -> str:
    return " " if sign in "\n\r\t\v\f\u2028\u2029\x85" else sign


def _move_blanks_out_of(kind: str, letters: list[Letter]) -> None:
    for marked, run in groupby(letters, lambda letter: letter.has(kind)):
        if marked:
            inside = list(run)
            for edge in (inside, reversed(inside)):
                for letter in edge:
                    if not letter.is_blank:
                        break
                    letter.drop(kind)

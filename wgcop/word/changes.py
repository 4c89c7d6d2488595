"""Tracked changes as Word and LibreOffice both accept them: who signed them, and words that must
not look as if they moved (pure).
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from wgcop.paper.comparison.marks import compared
from wgcop.paper.marked import signature_in
from wgcop.paper.schema import attribute
from wgcop.paper.tree import TEXTBLOCKS, Node, children, walk

_OTHER = {"insertion": "deletion", "deletion": "insertion"}
_MARKS = {"inserted": "insertion", "deleted": "deletion"}
_LAST_WORD = re.compile(r"\S+\s*\Z")

WholeChanges = Mapping[str, frozenset[str]]


def signature(block: Node) -> Mapping[str, Any]:
    """Return who changed a whole block, and when, according to the comparison or the marks of its
    text.
    """
    about = compared(block)
    return about if "by" in about else signature_in(block)


def whole_changes(tree: Node) -> WholeChanges:
    """Return the words of each paragraph that was inserted or deleted as a whole, by the mark of
    that change.
    """
    words: dict[str, set[str]] = defaultdict(set)
    for node in walk(tree):
        if node["type"] in TEXTBLOCKS and (change := attribute(node, "change")):
            words[_MARKS[change]].add(_words(children(node)))
    return {kind: frozenset(those) for kind, those in words.items()}


def without_moves(nodes: Sequence[Node], whole: WholeChanges) -> list[Node]:
    """Return the content of a paragraph, changed so that LibreOffice does not take its end for
    moved, if the paragraph was split or joined with the next: its end is deleted, and appears in a
    new paragraph.

    LibreOffice takes words that one person deletes here and inserts there for moved, and rejecting
    the two together spoils the paragraph after them. So the change includes the unchanged word
    before it.
    """
    kind = _change_of(nodes[-1]) if nodes else None
    if kind is None:
        return list(nodes)
    at = len(nodes)
    while at and _change_of(nodes[at - 1]) == kind:
        at -= 1
    if not at or _words(nodes[at:]) not in whole.get(_OTHER[kind], ()):
        return list(nodes)
    before, mark = nodes[at - 1], _mark(nodes[-1], kind)
    word = _LAST_WORD.search(before.get("text", ""))
    if word is None or _change_of(before) or "was" in compared(before):
        return list(nodes)
    rest = before["text"][: word.start()]
    gone, here = (
        _marked(before, word[0], {**mark, "type": way}) for way in ("deletion", "insertion")
    )
    kept = [*nodes[: at - 1], *([{**before, "text": rest}] if rest else [])]
    changed = list(nodes[at:])
    # What is deleted or newly inserted comes last: otherwise LibreOffice would take the break behind
    # an insertion for inserted too.
    first, second = (here, gone) if kind == "deletion" else (gone, here)
    return [*kept, first, second, *changed]


def _words(nodes: Sequence[Node]) -> str:
    return "".join(node.get("text", "") for node in nodes).strip()


def _mark(node: Node, kind: str) -> Node:
    return next(mark for mark in node["marks"] if mark["type"] == kind)


def _marked(node: Node, words: str, mark: Node) -> Node:
    return {**node, "text": words, "marks": [mark, *node.get("marks", [])]}


def _change_of(node: Node) -> str | None:
    kinds = [mark["type"] for mark in node.get("marks", ()) if mark["type"] in _OTHER]
    return kinds[0] if len(kinds) == 1 else None

"""Tracked changes as Word and LibreOffice both accept them: who signed them, and words that must
not look as if they moved (pure).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


def before_new_paragraphs(tree: Node) -> dict[int, str]:
    """Return whoever inserted the next paragraph, by the `id()` of each paragraph that was not
    inserted itself.
    """
    found: dict[int, str] = {}
    upper: Node | None = None
    for lower, is_new in _textblocks(tree, ""):
        if is_new and upper is not None:
            found[id(upper)] = signature(lower).get("by") or ""
        upper = None if is_new else lower
    return found


def without_joining(nodes: Sequence[Node], by: str | None) -> list[Node]:
    """Return the content of a paragraph that does not end with an insertion by the person who
    inserted the next paragraph; `by` is None if nobody did.

    LibreOffice makes one insertion of the two. Rejecting it takes the break between them away, and
    joins the paragraph with the one after the new one. So what was deleted comes last here: the
    words in whose place the new ones stand, or the unchanged word before them.
    """
    at = len(nodes)
    while at and _is_inserted(nodes[at - 1], by):
        at -= 1
    new, start = list(nodes[at:]), at
    if not new:
        return list(nodes)
    while start and _is_deleted(nodes[start - 1], by):
        start -= 1
    if start < at:
        return [*nodes[:start], *new, *nodes[start:at]]
    before = nodes[at - 1] if at else {}
    word = _LAST_WORD.search(before.get("text", ""))
    if word is None or _change_of(before) or "was" in compared(before):
        return list(nodes)
    mark, rest = _mark(new[-1], "insertion"), before["text"][: word.start()]
    here, gone = (
        _marked(before, word[0], {**mark, "type": way}) for way in ("insertion", "deletion")
    )
    return [*nodes[: at - 1], *([{**before, "text": rest}] if rest else []), here, *new, gone]


def _is_inserted(node: Node, by: str | None) -> bool:
    return _change_of(node) == "insertion" and _author(node, "insertion") == by


def _is_deleted(node: Node, by: str | None) -> bool:
    """Return whether the person deleted it, perhaps with others. What others alone deleted may stay
    when the words of this one are accepted, and then has to stand before them.
    """
    return _change_of(node) == "deletion" and by in _author(node, "deletion").split(", ")


def _author(node: Node, kind: str) -> str:
    return _mark(node, kind)["attrs"].get("by") or ""


def _textblocks(node: Node, change: str) -> Iterator[tuple[Node, bool]]:
    """Yield each paragraph, and whether it, or a block around it, was inserted as a whole."""
    for child in children(node):
        inner = attribute(child, "change") or change if "attrs" in child else change
        if child["type"] in TEXTBLOCKS:
            yield child, inner == "inserted"
        else:
            yield from _textblocks(child, inner)


def _words(nodes: Sequence[Node]) -> str:
    return "".join(node.get("text", "") for node in nodes).strip()


def _mark(node: Node, kind: str) -> Node:
    return next(mark for mark in node["marks"] if mark["type"] == kind)


def _marked(node: Node, words: str, mark: Node) -> Node:
    return {**node, "text": words, "marks": [mark, *node.get("marks", [])]}


def _change_of(node: Node) -> str | None:
    kinds = [mark["type"] for mark in node.get("marks", ()) if mark["type"] in _OTHER]
    return kinds[0] if len(kinds) == 1 else None

"""Counting the words of a Word file by its own elements, independently of how the text is read, and
the words of a tree.
"""

from collections.abc import Iterator
from typing import Any

from wgcop.paper.tree import TEXTBLOCKS, Node, children
from wgcop.reading.papers.names import W_P, q
from wgcop.reading.papers.package import Package

_WORDS = frozenset((q("w:t"), q("w:delText"), q("m:t")))
_SPACES = frozenset(q(f"w:{name}") for name in ("tab", "ptab", "br", "cr"))
_SIGNS = {q("w:noBreakHyphen"): "\u2011", q("w:softHyphen"): "\u00ad"}


def words_of_file(package: Package) -> list[str]:
    """Return the words of the text, its notes and its text boxes, deleted words included."""
    words = list(_words(package.xml(package.main)))
    for part in ("footnotes", "endnotes"):
        name = package.related(part)
        if name:
            for note in package.xml(name):
                if note.get(q("w:type")) in (None, "normal"):
                    words += _words(note)
    return words


def words_of_tree(node: Node) -> list[str]:
    """Return the words of a tree, including deleted words but not the labels of lists."""
    words: list[str] = []
    if node["type"] in TEXTBLOCKS or node["type"] == "footnote":
        notes = [child for child in children(node) if child["type"] == "footnote"]
        words += "".join(_piece(child) for child in children(node)).split()
        inner = notes
    else:
        inner = children(node)
    for each in inner:
        words += words_of_tree(each)
    return words


def _piece(node: Node) -> str:
    return (
        str(node["text"]) if node["type"] == "text" else " " if node["type"] == "hard_break" else ""
    )


def _words(root: Any) -> Iterator[str]:
    for paragraph in root.iter(W_P):
        yield from "".join(_pieces(paragraph)).split()
    for equation in root.iter(q("m:oMathPara")):
        if next(equation.iterancestors(W_P), None) is None:
            yield from "".join(part.text or "" for part in equation.iter(q("m:t"))).split()


def _pieces(parent: Any) -> Iterator[str]:
    """Yield the words and spaces of this paragraph. Paragraphs in text boxes are counted
    separately.
    """
    for child in parent:
        tag = child.tag
        if tag in _WORDS:
            yield child.text or ""
        elif tag in _SPACES and child.getparent().tag == q("w:r"):
            yield " "
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == q("w:sym"):
            yield "□"
        elif isinstance(tag, str) and tag != W_P:
            yield from _pieces(child)

"""A paper in a Word document: real headings, lists, tables and links, with the stored labels."""

from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from wgcop.markup import is_safe_url
from wgcop.paper.tree import Node, children, labels
from wgcop.paper.word_document import WordDocument, WordRun

_STEP = 8
"""Millimetres of indent for each level."""
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_TEXTS = {".": "%1.", ")": "%1)", "()": "(%1)"}
_LETTERS = 26
"""Papers go on after z with aa, ab, ac, but Word with aa, bb, cc."""


def write_tree(document: WordDocument, tree: Node, *, language: str) -> None:
    _Writer(document, language).write(tree)


class _Writer:
    def __init__(self, document: WordDocument, language: str) -> None:
        self.document = document
        self.language = language
        self.notes: list[Node] = []

    def write(self, tree: Node) -> None:
        for block in children(tree):
            self.block(block, depth=0)
        for number, note in enumerate(self.notes, start=1):
            mark = WordRun(f"{number} ", language=self.language)
            self.document.paragraph(mark, *self.runs(children(note)))

    def block(self, node: Node, depth: int) -> None:
        match node["type"]:
            case "heading":
                level = min(node["attrs"]["level"], 3)
                self.document.heading(level, *self.runs(children(node)))
            case "paragraph":
                self.indented(self.document.paragraph(*self.runs(children(node))), depth)
            case "bullet_list":
                for item in children(node):
                    self.item("–", item, depth)
            case "ordered_list":
                self.numbered(node, depth)
            case "table":
                self.table(node)
            case _:
                for child in children(node):
                    self.block(child, depth + 1)

    def numbered(self, node: Node, depth: int) -> None:
        """Word counts the items where it counts as papers do; otherwise each label is written out."""
        attrs = node["attrs"]
        last = attrs["start"] + len(children(node)) - 1
        counts_alike = attrs["start"] > 0 and (attrs["style"] not in "aA" or last <= _LETTERS)
        number = None
        if counts_alike:
            number = _numbering(
                self.document,
                start=attrs["start"],
                form=_FORMATS[attrs["style"]],
                text=_TEXTS[attrs["delim"]],
                indent=(depth + 1) * _STEP,
            )
        for label, item in labels(node):
            self.item(label, item, depth, number=number)

    def item(self, label: str, item: Node, depth: int, *, number: int | None = None) -> None:
        first, *others = children(item)
        runs = self.runs(children(first))
        if number is None:
            runs = [WordRun(f"{label}\t"), *runs]
        paragraph = self.document.paragraph(*runs)
        self.indented(paragraph, depth + 1)
        paragraph.paragraph_format.first_line_indent = Mm(-_STEP)
        if number is not None:
            _count(paragraph, number)
        for block in others:
            self.block(block, depth + 1)

    def table(self, node: Node) -> None:
        rows = [children(row) for row in children(node)]
        columns = max(sum(cell["attrs"]["colspan"] for cell in row) for row in rows)
        table = self.document.table(len(rows), columns)
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                if column >= columns:
                    break
                written = table.cell(at, column)
                column += cell["attrs"]["colspan"]
                if cell["attrs"]["colspan"] > 1:
                    written = written.merge(table.cell(at, min(column, columns) - 1))
                strong = cell["type"] == "table_header"
                self.document.fill(written, *self.runs(_inline(cell), strong=strong))

    def indented(self, paragraph: Any, depth: int) -> None:
        if depth:
            paragraph.paragraph_format.left_indent = Mm(depth * _STEP)

    def runs(self, nodes: Iterable[Node], *, strong: bool = False) -> list[WordRun]:
        return [self.run(node, strong=strong) for node in nodes]

    def run(self, node: Node, *, strong: bool) -> WordRun:
        marks = {mark["type"]: mark for mark in node.get("marks", [])}
        href = marks["link"]["attrs"]["href"] if "link" in marks else ""
        if node["type"] == "footnote":
            self.notes.append(node)
            return WordRun(str(len(self.notes)), marks=frozenset({"sup"}))
        return WordRun(
            " " if node["type"] == "hard_break" else node["text"],
            language=self.language,
            strong=strong or "strong" in marks,
            href=href if is_safe_url(href) else "",
            marks=frozenset(marks),
        )


def _inline(cell: Node) -> Iterator[Node]:
    """The content of a cell on one line."""
    for number, block in enumerate(_textblocks(cell)):
        if number:
            yield {"type": "text", "text": " "}
        yield from children(block)


def _textblocks(node: Node) -> Iterator[Node]:
    for child in children(node):
        if child["type"] in ("paragraph", "heading"):
            yield child
        else:
            yield from _textblocks(child)


def _numbering(document: WordDocument, *, start: int, form: str, text: str, indent: int) -> int:
    """Defines a list, and returns the number by which its paragraphs name it."""
    numbering = document.numbering
    number = len(numbering.findall(qn("w:abstractNum"))) + 1_000
    abstract = _element("w:abstractNum", abstractNumId=number)
    level = _element("w:lvl", ilvl=0)
    level.append(_element("w:start", val=start))
    level.append(_element("w:numFmt", val=form))
    level.append(_element("w:lvlText", val=text))
    level.append(_element("w:lvlJc", val="left"))
    properties = OxmlElement("w:pPr")
    twips = round(Mm(indent).pt * 20)
    properties.append(_element("w:ind", left=twips, hanging=round(Mm(_STEP).pt * 20)))
    level.append(properties)
    abstract.append(level)
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    counted = _element("w:num", numId=number)
    counted.append(_element("w:abstractNumId", val=number))
    numbering.append(counted)
    return number


def _count(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _element(name: str, **attributes: object) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), str(value))
    return element

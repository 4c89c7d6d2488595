"""A paper in a Word document: real styles, numbers, notes, tables and pictures, with its changes as
tracked changes.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn

from wgcop.languages.scripts import direction_of_letters
from wgcop.paper.borders import KINDS, ends
from wgcop.paper.comparison.marks import compared
from wgcop.paper.html import QuotedClause
from wgcop.paper.schema import CHANGES, attribute
from wgcop.paper.tree import Node, children, inline_words, labels, plain
from wgcop.word import naming
from wgcop.word.changes import before_new_paragraphs, signature, whole_changes
from wgcop.word.document import WordDocument
from wgcop.word.elements import PARAGRAPH_ORDER, element, flag, text_element
from wgcop.word.inline_writer import InlineWriter, PictureData
from wgcop.word.naming import LIST, QUOTE, Path, bookmark
from wgcop.word.numbering import DEEPEST, counts_alike
from wgcop.word.styles import STEP_TWIPS

_WIDTH = 9_412
"""The width of the text on the page, in twips (twentieths of a point)."""
_TALLEST_HEAD = 3_400
"""The greatest height of heads that are turned to read from bottom to top, in twips: a quarter of
the page.
"""
_BESIDE_WORDS = 240
"""The space left and right of the words in a cell, in twips."""
_NARROW, _USUAL, _CAPITAL, _WIDE = 85, 133, 155, 205
"""The widths of letters of a bold heading, in twips, in the wide font that is used if the font of
the file is missing.
"""


def write_tree(
    document: WordDocument,
    tree: Node,
    *,
    language: str,
    picture_data: PictureData | None = None,
    clauses: Mapping[str, QuotedClause] | None = None,
) -> None:
    inline = InlineWriter(document, language, picture_data, moving=whole_changes(tree))
    writer = _Writer(document, inline, clauses or {}, ends(tree), before_new_paragraphs(tree))
    for block in writer.blocks(children(tree), (), _Before()):
        document.append(block)
    if children(tree) and attribute(children(tree)[-1], "change"):
        # The break at the very end cannot be changed, so there is one more.
        document.append(_spacer())


class _Before:
    """The properties of the next paragraph: the bookmarks of everything that begins with it, and
    its place in a list.
    """

    def __init__(self) -> None:
        self.bookmarks: list[str] = []
        self.item: tuple[str, int | None, str] | None = None
        """The base of its style, the number of its list, and a label that is typed out."""

    def take(self) -> tuple[list[str], tuple[str, int | None, str] | None]:
        due = self.bookmarks, self.item
        self.bookmarks, self.item = [], None
        return due


class _Writer:
    def __init__(
        self,
        document: WordDocument,
        inline: InlineWriter,
        clauses: Mapping[str, QuotedClause],
        ends: Mapping[int, Node],
        before_new: Mapping[int, str],
    ) -> None:
        self.document = document
        self.inline = inline
        self.clauses = clauses
        self.ends = ends
        self.before_new = before_new
        self.numbered: int | None = None
        self.tables = 0
        """The number of tables around the current position."""

    def blocks(
        self,
        nodes: Sequence[Node],
        path: Path,
        before: _Before,
        change: str = "",
        base: str = naming.NORMAL,
    ) -> list[Any]:
        """Write the blocks. `base` is the style of plain paragraphs here."""
        written: list[Any] = []
        for node in nodes:
            following = self.block(node, path, before, change, base)
            if written and _is_table(following[0]):
                if _is_table(written[-1]):
                    written.append(element("p"))  # Word would make one table of the two.
                elif _is_changed(written[-1]):
                    written.append(_spacer())  # The break before a table cannot be changed.
            written += following
        return written

    def block(self, node: Node, path: Path, before: _Before, change: str, base: str) -> list[Any]:
        change = KINDS.get(attribute(node, "change") or "", change)
        match node["type"]:
            case "heading":
                base = naming.HEADINGS[attribute(node, "level") - 1]
                return [self.paragraph(node, base, path, before, change)]
            case "paragraph":
                base = naming.NUMBERED if attribute(node, "numbered") else base
                return [self.paragraph(node, base, path, before, change)]
            case "bullet_list" | "ordered_list":
                return self.list(node, path, before, change)
            case "table":
                return [self.table(node, path, before, change)]
            case _:
                return self.quotation(node, path, before, change)

    def quotation(self, node: Node, path: Path, before: _Before, change: str) -> list[Any]:
        before.bookmarks.append(bookmark(f"c{len(path)}", node))
        written = self.blocks(children(node), (*path, QUOTE), before, change)
        wid = attribute(node, "clause")
        if wid is not None:
            clause = self.clauses.get(wid) or QuotedClause(f"clause:{wid}", wid)
            link = self.document.link_to(clause.url)
            cited = element("hyperlink", self.inline.typed(clause.citation))
            cited.set(
                "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", link
            )
            style = self.document.styles.paragraph(naming.CITATION, (*path, QUOTE))
            layout = element("pPr", element("pStyle", val=style))
            written.append(element("p", layout, cited))
        return written

    def list(self, node: Node, path: Path, before: _Before, change: str) -> list[Any]:
        before.bookmarks.append(bookmark(f"c{len(path)}", node))
        inner = (*path, LIST)
        level = min(inner.count(LIST) - 1, DEEPEST)
        base, number = naming.BULLET, None
        items = [("", item) for item in children(node)]
        if node["type"] == "ordered_list":
            style, start = attribute(node, "style"), attribute(node, "start")
            items = list(labels(node))
            base = naming.NUMBER if counts_alike(style, start, len(items)) else naming.LABEL
            if base == naming.NUMBER:
                delim = attribute(node, "delim")
                number = self.document.numbering.ordered(
                    level, style=style, delim=delim, start=start
                )
        else:
            number = self.document.numbering.bullets(level)
        written: list[Any] = []
        for label, item in items:
            before.bookmarks.append(bookmark("i", item))
            before.item = base, number, label if base == naming.LABEL else ""
            of_item = KINDS.get(attribute(item, "change") or "", change)
            written += self.blocks(children(item), inner, before, of_item)
        return written

    def paragraph(self, node: Node, base: str, path: Path, before: _Before, change: str) -> Any:
        bookmarks, item = before.take()
        number, label = None, ""
        if item is not None:
            base, number, label = item
        elif base == naming.NUMBERED:
            self.numbered = self.numbered or self.document.numbering.paragraphs()
            number = self.numbered
        level = min(max(path.count(LIST) - 1, 0), DEEPEST) if item else 0
        style = self.document.styles.paragraph(base, path)
        written = element("p", element("pPr", element("pStyle", val=style)))
        looks = {
            "numPr": element("numPr", element("ilvl", val=level), element("numId", val=number))
            if number is not None
            else None,
            "bidi": self.direction(node),
            "rPr": self.end(node, change),
            "pPrChange": None if item or change else self.former(node, path),
        }
        for name in PARAGRAPH_ORDER:
            if looks.get(name) is not None:
                written[0].append(looks[name])
        for name in filter(None, [*bookmarks, bookmark("b", node)]):
            key = self.inline.number()
            written.append(element("bookmarkStart", id=key, name=name))
            written.append(element("bookmarkEnd", id=key))
        if label:
            written.append(self.inline.typed(f"{label}\t"))
        # An inserted end of the paragraph is meant to go along with what was inserted before it.
        next_by = None if id(node) in self.ends else self.before_new.get(id(node))
        for run in self.inline.runs(children(node), change=change, next_by=next_by):
            written.append(run)
        return written

    def end(self, node: Node, change: str) -> Any:
        """Return the properties of the end mark of a paragraph, which may have changed with the
        paragraph, separately, or both.
        """
        changes = {change: signature(node)} if change else {}
        if mark := self.ends.get(id(node)):
            changes[mark["type"]] = mark["attrs"]
        marks = [
            self.inline.change_mark(kind, changes[kind]) for kind in CHANGES if kind in changes
        ]
        return element("rPr", *marks) if marks else None

    def former(self, node: Node, path: Path) -> Any:
        """Return what a paragraph was before, if the same text became a heading or stopped being
        one; otherwise None.
        """
        was = compared(node).get("was")
        if was is None or (base := self.base(was)) == self.base(node):
            return None
        style = self.document.styles.paragraph(base, path)
        changed = self.inline.change_mark("form", compared(node))
        changed.append(element("pPr", element("pStyle", val=style)))
        return changed

    def base(self, node: Node) -> str:
        if node["type"] == "heading":
            return naming.HEADINGS[attribute(node, "level") - 1]
        return naming.NUMBERED if attribute(node, "numbered") else naming.NORMAL

    def direction(self, node: Node) -> Any:
        own = attribute(node, "dir")
        by_words = direction_of_letters(inline_words(children(node)))
        if own is None and by_words is None and self.document.is_rtl:
            return flag("bidi")
        if own == "rtl" or (own is None and by_words == "rtl"):
            return flag("bidi")
        return flag("bidi", is_on=False) if by_words == "rtl" else None

    def table(self, node: Node, path: Path, before: _Before, change: str) -> Any:
        rows = children(node)
        columns = _columns(rows)
        before.bookmarks = [
            re.sub(r"^c(\d+)_", rf"o{self.tables}x\1_", name) for name in before.bookmarks
        ]
        before.bookmarks.append(bookmark(f"t{self.tables}", node))
        indent = len(path) * STEP_TWIPS
        properties = element(
            "tblPr",
            element("tblStyle", val="TableGrid"),
            element("tblW", w=_WIDTH - indent, type="dxa"),
            element("tblInd", w=indent, type="dxa"),
            element("tblLook", val="04A0", firstRow=1, noHBand=0, noVBand=1),
        )
        own = attribute(node, "dir")
        if own == "rtl" or (own is None and self.document.is_rtl):
            properties.find(properties[0].tag).addnext(flag("bidiVisual"))
        widths = _widths(rows, columns, _WIDTH - indent)
        grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
        written = element("tbl", properties, grid)
        open_spans: dict[int, tuple[int, int]] = {}
        is_head = True
        for row in rows:
            is_head = is_head and all(c["type"] == "table_header" for c in children(row))
            written.append(self.row(row, open_spans, widths, before, change, is_head))
        if _has_narrow_heads(rows, columns, _WIDTH - indent):
            _turn_heads(written, rows)
        return written

    def row(
        self,
        node: Node,
        open_spans: dict[int, tuple[int, int]],
        widths: Sequence[int],
        before: _Before,
        change: str,
        is_head: bool,
    ) -> Any:
        """Write a row. `open_spans` are the cells that reach down into it: by column, their width
        and the number of remaining rows.
        """
        change = KINDS.get(attribute(node, "change") or "", change)
        before.bookmarks.append(bookmark(f"r{self.tables}", node))
        properties = element("trPr", flag("cantSplit"))
        if is_head:
            properties.append(flag("tblHeader"))
        if change:
            properties.append(self.inline.change_mark(change, signature(node)))
        written = element("tr", properties)
        column, columns, cells = 0, len(widths), list(children(node))
        while column < columns:
            if column in open_spans:
                span, left = open_spans.pop(column)
                written.append(_covered(span, sum(widths[column : column + span])))
                if left > 1:
                    open_spans[column] = (span, left - 1)
                column += span
            elif cells:
                cell = cells.pop(0)
                span = min(attribute(cell, "colspan"), columns - column)
                width = sum(widths[column : column + span])
                written.append(self.cell(cell, span, width, before, change))
                if attribute(cell, "rowspan") > 1:
                    open_spans[column] = (span, attribute(cell, "rowspan") - 1)
                column += span
            else:
                written.append(element("tc", _cell_properties(1, widths[column]), element("p")))
                column += 1
        return written

    def cell(self, node: Node, span: int, width: int, before: _Before, change: str) -> Any:
        own = KINDS.get(attribute(node, "change") or "", "")
        is_header = node["type"] == "table_header"
        before.bookmarks.append(bookmark(f"{'h' if is_header else 'd'}{self.tables}", node))
        properties = _cell_properties(span, width)
        if attribute(node, "rowspan") > 1:
            properties.append(element("vMerge", val="restart"))
        if (
            own and not change
        ):  # a row that comes or goes takes its cells along; said twice, LibreOffice takes the table
            mark = self.inline.change_mark(own, signature(node))
            mark.tag = mark.tag.replace("}ins", "}cellIns").replace("}del", "}cellDel")
            properties.append(mark)
        base = naming.TABLE_HEADING if is_header else naming.NORMAL
        written = element("tc", properties)
        self.tables += 1
        for block in self.blocks(children(node), (), before, own or change, base):
            written.append(block)
        self.tables -= 1
        if not written[-1].tag.endswith("}p"):
            written.append(element("p"))  # Word insists on a paragraph at the end of a cell.
        return written


def _is_table(block: Any) -> bool:
    return str(block.tag).endswith("}tbl")


def _is_changed(paragraph: Any) -> bool:
    """Return whether the end mark of the paragraph was inserted or deleted as a tracked change."""
    return bool(paragraph.xpath("./w:pPr/w:rPr/*[self::w:ins or self::w:del]"))


def _spacer() -> Any:
    """Return a paragraph that looks empty. It contains a space, because LibreOffice would format an
    empty one like the paragraph before it.
    """
    return element("p", element("r", text_element("t", " ")))


def _columns(rows: Sequence[Node]) -> int:
    """Return the greatest number of columns that the cells of a row span, including cells that
    reach down from rows above.
    """
    most = 0
    down: dict[int, int] = {}
    for row in rows:
        column = 0
        following: dict[int, int] = {}
        waiting = [(attribute(c, "colspan"), attribute(c, "rowspan")) for c in children(row)]
        while waiting or any(at >= column for at in down):
            if column in down:
                if down[column] > 1:
                    following[column] = down[column] - 1
                column += 1
            elif waiting:
                across, deep = waiting.pop(0)
                if deep > 1:
                    following |= {column + n: deep - 1 for n in range(across)}
                column += across
            else:
                column += 1
        most, down = max(most, column), following
    return most


def _widths(rows: Sequence[Node], columns: int, whole: int) -> list[int]:
    """Return the widths of the columns. They are equal unless that breaks a word; then each column
    has room for its longest word, and shares the rest by its text.
    """
    equal = [whole // max(columns, 1)] * columns
    cells = [children(row) for row in rows]
    if any(len(row) != columns or any(_spans(cell) for cell in row) for row in cells):
        return equal
    texts = [[plain(cell) for cell in column] for column in zip(*cells, strict=True)]
    needed = [_needed(column) for column in texts]
    if max(needed, default=0) <= max(equal, default=0):
        return equal
    if sum(needed) > whole:
        needed = [_needed(column, breaking_at=r"[\s/-]+") for column in texts]
    if sum(needed) > whole and _has_narrow_heads(rows, columns, whole):
        needed = [_needed(column[1:]) for column in texts]
    if sum(needed) > whole:
        return [width * whole // sum(needed) for width in needed]
    lengths = [1 + max(map(len, column)) for column in texts]
    rest = whole - sum(needed)
    return [
        width + rest * length // sum(lengths) for width, length in zip(needed, lengths, strict=True)
    ]


def _has_narrow_heads(rows: Sequence[Node], columns: int, whole: int) -> bool:
    """Return whether the column headings of a matrix do not fit side by side, although the cells
    below them do.
    """
    cells = [children(row) for row in rows]
    if len(rows) < 2 or any(len(row) != columns or any(map(_spans, row)) for row in cells):
        return False
    if not all(cell["type"] == "table_header" for cell in cells[0]):
        return False
    texts = [[plain(cell) for cell in column] for column in zip(*cells, strict=True)]
    needed = sum(_needed(column, breaking_at=r"[\s/-]+") for column in texts)
    return needed > whole >= sum(_needed(column[1:]) for column in texts)


def _turn_heads(table: Any, rows: Sequence[Node]) -> None:
    """Turn the heads of narrow columns so that they read from bottom to top, and no word breaks."""
    heads = [plain(cell) for cell in children(rows[0])][1:]
    head = table.find(qn("w:tr"))
    height = _BESIDE_WORDS + max(sum(map(_breadth, text)) for text in heads)
    head.find(qn("w:trPr")).append(
        element("trHeight", val=min(height, _TALLEST_HEAD), hRule="atLeast")
    )
    for cell in head.findall(qn("w:tc"))[1:]:
        cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").addnext(element("textDirection", val="btLr"))


def _spans(cell: Node) -> bool:
    return bool(attribute(cell, "colspan") != 1 or attribute(cell, "rowspan") != 1)


def _needed(texts: Sequence[str], breaking_at: str = r"\s+") -> int:
    """Return the width of a column that fits all text without breaks. Symbols of documents can be
    broken at their signs.
    """
    pieces = (piece for words in texts for piece in re.split(breaking_at, words))
    return _BESIDE_WORDS + max(sum(map(_breadth, piece)) for piece in pieces)


def _breadth(letter: str) -> int:
    if letter in "fijlrtIJ/-.,:;()":
        return _NARROW
    return _WIDE if letter in "mwMW" else _CAPITAL if letter.isupper() else _USUAL


def _covered(span: int, width: int) -> Any:
    properties = _cell_properties(span, width)
    properties.append(element("vMerge", val="continue"))
    return element("tc", properties, element("p"))


def _cell_properties(span: int, width: int) -> Any:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    return properties

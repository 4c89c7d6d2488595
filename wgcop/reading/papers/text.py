"""The text of a Word file as blocks of a tree: paragraphs, headings, lists, quotes, tables and
notes, in reading order.
"""

import re
from collections.abc import Iterator
from typing import Any

from wgcop.languages.scripts import direction
from wgcop.paper.borders import put_back
from wgcop.paper.tree import Node, children, inline_words
from wgcop.reading.papers.bookmarks import Bookmarks, begins
from wgcop.reading.papers.changes import is_break_changed, lift_changes, whole_change
from wgcop.reading.papers.comments import CommentRanges
from wgcop.reading.papers.inline import InlineReader, joined
from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.names import (
    W_P,
    W_TBL,
    child,
    is_on,
    number,
    q,
    value,
)
from wgcop.reading.papers.notes import NoteReader
from wgcop.reading.papers.numbered import number_paragraphs
from wgcop.reading.papers.package import Package
from wgcop.reading.papers.paragraphs import (
    heading_level,
    is_blank,
    known_path,
    text_boxes,
    trimmed,
    typed_label,
)
from wgcop.reading.papers.pictures import PictureReader
from wgcop.reading.papers.placing import Builder, Ids, ItemStart, Placed
from wgcop.reading.papers.tables import TableReader
from wgcop.reading.papers.word_lists import NumberedItem, WordLists
from wgcop.reading.papers.word_styles import (
    DEEPEST_HEADING,
    Style,
    WordStyles,
    indent_of,
)
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable
from wgcop.word import naming
from wgcop.word.styles import STEP_TWIPS

DEEPEST = 40
"""The greatest nesting of tables and boxes in the file."""
MOST_PARAGRAPHS = 30_000
_CLAUSE = re.compile(r"(?:/clauses/|^clause:)([^#?]+)")


class TextReader:
    def __init__(self, package: Package, left_out: LeftOutList) -> None:
        self.package = package
        self.left_out = left_out
        self.styles = WordStyles(package)
        self.lists = WordLists(package)
        self.pictures = PictureReader(package, left_out)
        self.ids = Ids()
        self.labels_added = 0
        """The number of words in labels that no list of a tree can have, and that were written into
        the text. Labels that were typed in the file are subtracted.
        """
        self.titles: set[int] = set()
        self.cover_lines: set[int] = set()
        """The paragraphs in the styles of titles and of our own covers, by `id()` of their nodes.
        """
        self._bookmarks = Bookmarks()
        self._relations = package.relations(package.main)
        self.comments = CommentRanges()
        self._notes = NoteReader(package, self.styles, self.pictures, left_out)
        self._inline = InlineReader(
            self.styles, self.pictures, left_out, self._relations, self._notes.note, self.comments
        )
        self._paragraphs = 0
        self._last: Placed | None = None
        """The last paragraph that has text."""

    def placed(self, body: Any) -> list[Placed]:
        return list(self._placed(body, 0))

    def tree_blocks(self, placed: list[Placed]) -> list[Node]:
        number_paragraphs(placed)
        builder = Builder(self.ids)
        for paragraph in placed:
            builder.place(paragraph)
        split = {
            id(paragraph.node): (paragraph.node, paragraph.end)
            for paragraph in placed
            if paragraph.end
        }
        for left in put_back(builder.blocks, {at: mark for at, (_, mark) in split.items()}):
            self.left_out.add(
                Reason(
                    "A paragraph that a tracked change joins with the next one or cuts in two: the "
                    "break is kept as it stands."
                ),
                inline_words(children(split[left][0]))[:80],
            )
        return lift_changes(builder.blocks)

    def _placed(self, parent: Any, depth: int) -> Iterator[Placed]:
        if depth > DEEPEST:
            raise Unreadable(Reason("The Word document is nested too deeply."))
        after_table = False
        for each in parent:
            tag = each.tag
            if tag == W_P:
                yield from self._paragraph(each, depth, after_table=after_table)
                after_table = False
            elif tag == W_TBL:
                yield from self._table(each, depth)
                after_table = True
            elif tag == q("w:altChunk"):
                self.left_out.add(Reason("A file that is embedded as a part of the text."))
            elif tag in (q("m:oMath"), q("m:oMathPara")):
                words = "".join(part.text or "" for part in each.iter(q("m:t")))
                self.left_out.add(
                    Reason("An equation: its characters are kept in one line, without its layout."),
                    words,
                )
                if words.strip():
                    yield Placed(self._block("paragraph", [{"type": "text", "text": words}], ""))
            elif isinstance(tag, str) and tag not in (q("w:sectPr"), q("w:tcPr"), q("w:sdtPr")):
                yield from self._placed(each, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int, *, after_table: bool) -> Iterator[Placed]:
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise Unreadable(
                Reason(
                    "It has more than %(most)d paragraphs. Split it into two papers.",
                    most=MOST_PARAGRAPHS,
                )
            )
        properties = child(paragraph, "w:pPr")
        style = self.styles.style_of(
            value(properties, "w:pStyle") if properties is not None else None
        )
        was_in_contents = self._inline.is_in_contents
        numbered = self.lists.next(properties, style)
        nodes = self._inline.read(paragraph, style.looks)
        if style.is_of_contents or (was_in_contents and self._inline.is_in_contents):
            words = inline_words(nodes)
            self.left_out.add(Reason("The table of contents."), words=words)
        else:
            yield from self._as_placed(paragraph, properties, style, numbered, nodes)
        for box in text_boxes(paragraph):
            yield from self._placed(box, depth + 1)

    def _as_placed(
        self,
        paragraph: Any,
        properties: Any,
        style: Style,
        numbered: NumberedItem | None,
        nodes: list[Node],
    ) -> Iterator[Placed]:
        marks = self._bookmarks.ids_of(paragraph)
        if style.base == naming.CITATION and (cited := self._cited(paragraph)):
            self.left_out.words += inline_words(nodes).split()
            yield Placed(self._block("paragraph", [], ""), path=style.path, cites=cited)
            return
        heading = heading_level(style, properties)
        item, nodes = self._item(style, numbered, nodes, is_heading=bool(heading))
        is_empty = all(is_blank(node) for node in nodes)
        is_ours = "b" in marks
        if is_empty and not is_ours and not item:
            if self._last and not is_break_changed(properties):
                self._last.end = None  # what was put in or taken out above is gone with it
            return
        nodes = nodes if is_ours else trimmed(nodes)
        kind = "heading" if heading and not item and not is_empty else "paragraph"
        node = self._block(kind, nodes, marks.get("b", ""), properties)
        self.comments.was_in(node["attrs"]["id"])
        if kind == "heading":
            node["attrs"]["level"] = min(heading, DEEPEST_HEADING)
        if style.base == naming.NUMBERED:
            node["attrs"]["numbered"] = True
        if style.is_title or style.name == naming.COVER_TITLE:
            self.titles.add(id(node))
        if style.is_cover:
            self.cover_lines.add(id(node))
        change, end = whole_change(node, properties)
        if change:
            node["attrs"]["change"] = change
        self._last = Placed(
            node,
            path=known_path(style, item),
            item=item,
            begins=begins(marks),
            item_id=marks.get("i", ""),
            indent=_first_set(indent_of(properties), style.indent),
            continues_item=style.continues_item,
            end=end,
        )
        yield self._last

    def _item(
        self, style: Style, numbered: NumberedItem | None, nodes: list[Node], *, is_heading: bool
    ) -> tuple[ItemStart | None, list[Node]]:
        """Return the item that the paragraph begins, or None, and its text. If no list of a tree
        can have its label, the text begins with it.
        """
        if style.base == naming.LABEL:
            item, nodes = typed_label(nodes, style)
            self.labels_added -= 1 if item else 0
            return item, nodes
        if numbered is None or style.base == naming.NUMBERED:
            return None, nodes
        if is_heading or not numbered.is_simple:
            return None, self._with_label(numbered, nodes)
        item = ItemStart(
            numbered.level, numbered.kind, numbered.value, numbered.indent, numbered.list_id
        )
        return item, nodes

    def _block(self, kind: str, nodes: list[Node], block_id: str, properties: Any = None) -> Node:
        runs_left = is_on(properties, "w:bidi") if properties is not None else None
        by_words = direction(inline_words(nodes))
        way = by_words if runs_left is None else "rtl" if runs_left else "ltr"
        attrs: dict[str, Any] = {"id": self.ids.take(block_id), "dir": way}
        return {"type": kind, "attrs": attrs, **({"content": nodes} if nodes else {})}

    def _with_label(self, numbered: NumberedItem, nodes: list[Node]) -> list[Node]:
        if not numbered.label:
            return nodes
        self.labels_added += len(numbered.label.split())
        return joined([{"type": "text", "text": f"{numbered.label} "}, *nodes])

    def _table(self, table: Any, depth: int) -> Iterator[Placed]:
        def content_of(cell: Any) -> list[Node]:
            blocks = self.tree_blocks(list(self._placed(cell, depth + 1)))
            return blocks or [self._block("paragraph", [], "")]

        properties = child(table, "w:tblPr")
        ind = child(properties, "w:tblInd") if properties is not None else None
        indent = number(ind.get(q("w:w"))) if ind is not None else 0
        table_id, quotes = self._bookmarks.before_table(table)
        node = TableReader(self.ids, self._bookmarks).read(table, content_of, table_id)
        if node is None:
            return
        steps = max(round(indent / STEP_TWIPS), 0) if table_id else None
        yield Placed(node, begins=quotes, indent=indent, depth=steps)

    def _cited(self, paragraph: Any) -> str:
        for link in paragraph.iter(q("w:hyperlink")):
            target = self._relations.get(link.get(q("r:id"), ""), ("", "", False))[1]
            if match := _CLAUSE.search(target):
                return match[1]
        return ""


def _first_set(*values: int | None) -> int:
    return next((each for each in values if each is not None), 0)

"""Reading the text of a paragraph of a Word file as nodes of a tree: looks, links, notes, pictures
and tracked changes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from wgcop import markup
from wgcop.markup import is_safe_url
from wgcop.paper.schema import MARKS
from wgcop.paper.tree import Node
from wgcop.reading.papers.comments import CommentRanges
from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.names import TEXT_BOX, W_P, W_TBL, child, q, value
from wgcop.reading.papers.pictures import PictureReader
from wgcop.reading.papers.symbols import symbol
from wgcop.reading.papers.word_styles import Looks, WordStyles, is_coloured, looks_of
from wgcop.reading.reasons import Reason

Mark = dict[str, Any]

_PROPERTIES = frozenset(
    q(f"w:{name}")
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "rubyPr", "fldData"),
        *("tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "instrText", "delInstrText"),
        *("footnoteRef", "endnoteRef", "annotationRef", "separator", "continuationSeparator"),
        *("commentReference", "lastRenderedPageBreak", "pgNum", "bookmarkEnd"),
    )
)
_CHANGES = {
    q("w:ins"): "insertion",
    q("w:moveTo"): "insertion",
    q("w:del"): "deletion",
    q("w:moveFrom"): "deletion",
}
_HYPERLINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_SPACES = frozenset(q(f"w:{name}") for name in ("tab", "ptab"))


@dataclass(slots=True)
class _Field:
    """A field of Word: its instruction, followed by the result that is shown."""

    instruction: str = ""
    is_shown: bool = False

    @property
    def href(self) -> str:
        match = _HYPERLINK.search(self.instruction)
        return (match[1] or match[2] or "") if match else ""


@dataclass(frozen=True, slots=True)
class _Context:
    looks: Looks
    link: str = ""
    changes: tuple[Mark, ...] = ()


class InlineReader:
    """Reads the paragraphs of a part one after another, because fields can begin in one and end in
    another.
    """

    def __init__(
        self,
        styles: WordStyles,
        pictures: PictureReader,
        left_out: LeftOutList,
        relations: dict[str, tuple[str, str, bool]],
        note_of: Callable[[str, str], Node | None],
        comments: CommentRanges | None = None,
    ) -> None:
        self._styles = styles
        self._pictures = pictures
        self._left_out = left_out
        self._relations = relations
        self._note_of = note_of
        self._comments = comments or CommentRanges()
        self._fields: list[_Field] = []
        self._where = ""

    def read(self, paragraph: Any, looks: Looks) -> list[Node]:
        self._where = plain_words(paragraph)
        self._comments.paragraph()
        # An instruction ends with its paragraph: damaged ones would hide all that follows.
        self._fields = [field for field in self._fields if field.is_shown]
        nodes = list(self._children(paragraph, _Context(looks)))
        return joined(nodes)

    @property
    def is_in_contents(self) -> bool:
        """Whether a table of contents has begun and not ended."""
        return any(field.instruction.strip().upper().startswith("TOC") for field in self._fields)

    def _children(self, parent: Any, context: _Context) -> Iterator[Node]:
        for each in parent:
            yield from self._element(each, context)

    def _element(self, each: Any, context: _Context) -> Iterator[Node]:
        tag = each.tag
        if not isinstance(tag, str) or tag in _PROPERTIES or tag in (W_P, W_TBL):
            return
        if tag == q("w:r"):
            yield from self._run(each, context)
        elif tag == q("w:commentRangeStart"):
            self._comments.begin(each.get(q("w:id"), ""))
        elif tag == q("w:commentRangeEnd"):
            self._comments.end(each.get(q("w:id"), ""))
        elif tag == q("w:hyperlink"):
            yield from self._children(each, replace(context, link=self._target(each)))
        elif tag == q("w:fldSimple"):
            field = _Field(each.get(q("w:instr"), ""))
            yield from self._children(each, replace(context, link=field.href or context.link))
        elif tag in _CHANGES:
            mark = change_mark(_CHANGES[tag], each)
            yield from self._children(each, replace(context, changes=(*context.changes, mark)))
        elif tag in (q("m:oMath"), q("m:oMathPara")):
            words = "".join(part.text or "" for part in each.iter(q("m:t")))
            self._left_out.add(
                Reason("An equation: its characters are kept in one line, without its layout."),
                self._where,
            )
            yield from self._words(words, context)
        elif tag == q("w:ruby"):
            for part in ("w:rubyBase", "w:rt"):
                inner = child(each, part)
                if inner is not None:
                    yield from self._children(inner, context)
        else:
            yield from self._children(each, context)

    def _run(self, run: Any, context: _Context) -> Iterator[Node]:
        properties = child(run, "w:rPr")
        looks = context.looks
        if properties is not None:
            named = self._styles.style_of(value(properties, "w:rStyle") or "?")
            of_style = replace(named.looks, code=True) if named.name == "Code" else named.looks
            looks = looks_of(properties).over(of_style.over(looks))
        context = replace(context, looks=looks)
        for each in run:
            for node in self._content(each, context):
                if properties is not None and is_coloured(properties) and not _has_link(node):
                    self._left_out.add(
                        Reason("Coloured words: a paper has no colours."), self._where
                    )
                yield node

    def _content(self, each: Any, context: _Context) -> Iterator[Node]:
        tag = each.tag
        if tag == q("w:commentReference"):
            self._comments.refer(each.get(q("w:id"), ""))
        elif tag in (q("w:t"), q("w:delText")):
            yield from self._words(each.text or "", context)
        elif tag == q("w:fldChar"):
            self._field(each)
        elif tag == q("w:instrText"):
            if self._fields and not self._fields[-1].is_shown:
                self._fields[-1].instruction += each.text or ""
        elif tag in _SPACES:
            yield from self._words(" ", context)
        elif tag in (q("w:br"), q("w:cr")):
            if each.get(q("w:type")) in ("page", "column"):
                return
            if self._is_visible(context):
                self._comments.hear("\n")
                yield self._marked({"type": "hard_break"}, context)
        elif tag == q("w:noBreakHyphen"):
            yield from self._words("\u2011", context)
        elif tag == q("w:softHyphen"):
            yield from self._words("\u00ad", context)
        elif tag == q("w:sym"):
            yield from self._symbol(each, context)
        elif tag in (q("w:footnoteReference"), q("w:endnoteReference")):
            kind = "footnote" if tag == q("w:footnoteReference") else "endnote"
            note = self._note_of(kind, each.get(q("w:id"), ""))
            if note is not None:
                if kind == "endnote":
                    self._left_out.add(
                        Reason("A note at the end of the document: it is a footnote now."),
                        self._where,
                    )
                yield self._marked(note, replace(context, looks=Looks(), link=""))
        elif tag in (q("w:drawing"), q("w:pict"), q("w:object")):
            yield from self._drawing(each, context)
        elif isinstance(tag, str) and tag not in _PROPERTIES:
            yield from self._element(each, context)

    def _words(self, words: str, context: _Context) -> Iterator[Node]:
        words = markup.clean(words).replace("\n", " ").replace("\t", " ")
        if not words:
            return
        if context.looks.hidden:
            self._left_out.add(
                Reason("Hidden text: it was not shown in Word either."), self._where, words=words
            )
            return
        if self._is_visible(context):
            if not any(mark["type"] == "deletion" for mark in context.changes):
                self._comments.hear(words)
            yield self._marked({"type": "text", "text": words}, context)

    def _is_visible(self, context: _Context) -> bool:
        return not context.looks.hidden and all(field.is_shown for field in self._fields)

    def _marked(self, node: Node, context: _Context) -> Node:
        looks, marks = context.looks, dict[str, Mark]()
        link = context.link or next((f.href for f in reversed(self._fields) if f.href), "")
        if is_safe_url(link):
            marks["link"] = {"type": "link", "attrs": {"href": link}}
        for mark in context.changes:
            marks[mark["type"]] = mark
        if looks.strike and "deletion" not in marks:
            marks["deletion"] = {"type": "deletion", "attrs": {"by": None, "at": None}}
            self._left_out.add(
                Reason(
                    "Words that are struck through: they are kept as a marked deletion. Check that they were meant as one."
                ),
                self._where,
            )
        looks_of_run = {
            "strong": looks.strong,
            "em": looks.em,
            # Word underlines links by their style; a tree does not say it twice.
            "underline": looks.underline and not link,
            "sup": looks.position == "sup",
            "sub": looks.position == "sub",
            "code": looks.code,
        }
        marks |= {name: {"type": name} for name, is_so in looks_of_run.items() if is_so}
        ordered = [marks[name] for name in MARKS if name in marks]
        return {**node, "marks": ordered} if ordered else node

    def _field(self, each: Any) -> None:
        kind = each.get(q("w:fldCharType"))
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].is_shown = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, each: Any, context: _Context) -> Iterator[Node]:
        font, code = each.get(q("w:font"), ""), each.get(q("w:char"), "")
        sign = symbol(font, code)
        if sign is None:
            self._left_out.add(
                Reason("A character of the font %(font)s: shown as □.", font=font[:40]), self._where
            )
        yield from self._words(sign or "□", context)

    def _target(self, link: Any) -> str:
        kind, target, is_outside = self._relations.get(link.get(q("r:id"), ""), ("", "", False))
        return target if is_outside and kind == "hyperlink" else ""

    def _drawing(self, drawing: Any, context: _Context) -> Iterator[Node]:
        if next(drawing.iter(TEXT_BOX), None) is not None:
            self._left_out.add(
                Reason("A text box: its text follows as paragraphs of the text."), self._where
            )
        for image in self._pictures.read(drawing, self._relations, self._where):
            if self._is_visible(context):
                yield self._marked(image, replace(context, looks=Looks()))


def _has_link(node: Node) -> bool:
    return any(mark["type"] == "link" for mark in node.get("marks", ()))


def change_mark(kind: str, element: Any) -> Mark:
    by, at = element.get(q("w:author")) or None, element.get(q("w:date")) or None
    return {"type": kind, "attrs": {"by": by, "at": at}}


def joined(nodes: list[Node]) -> list[Node]:
    """Join neighbouring pieces of text with the same marks into one node."""
    out: list[Node] = []
    for node in nodes:
        last = out[-1] if out else None
        if (
            last is not None
            and node["type"] == last["type"] == "text"
            and node.get("marks") == last.get("marks")
        ):
            out[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            out.append(node)
    return out


def plain_words(paragraph: Any) -> str:
    """Return the first words of a paragraph, without those of text boxes in it, to identify a
    place.
    """
    words = ""
    for text in paragraph.iter(q("w:t")):
        if next(text.iterancestors(W_P), None) is paragraph:
            words += text.text or ""
        if len(words) > 80:
            break
    return words

"""The text of a paragraph as runs: their looks, links, notes, pictures and tracked changes."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from markupsafe import escape

from wgcop import markup
from wgcop.languages.scripts import direction, pieces_of_one_direction
from wgcop.markup import is_safe_url
from wgcop.paper.comparison.marks import compared
from wgcop.paper.schema import attribute
from wgcop.paper.tree import Node, children
from wgcop.word import comments, naming
from wgcop.word.changes import WholeChanges, without_joining, without_moves
from wgcop.word.document import WordDocument
from wgcop.word.elements import RUN_ORDER, element, flag, in_order, text_element
from wgcop.word.styles import LINK_INK

PictureData = Callable[[str], bytes | None]
"""A function that returns the content of a stored picture, by its name in the tree, or None."""

EMU_PER_PIXEL = 9_525
WIDEST = 166 * 36_000
"""The width of the text on the page, in EMU."""
TALLEST = 230 * 36_000
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_CHANGES = ("insertion", "deletion")
_TAGS = {"insertion": "ins", "deletion": "del", "set": "rPrChange", "form": "pPrChange"}


class InlineWriter:
    def __init__(
        self,
        document: WordDocument,
        language: str,
        picture_data: PictureData | None,
        *,
        moving: WholeChanges,
    ) -> None:
        self._document = document
        self._language = language
        self._picture_data = picture_data or (lambda _file: None)
        self._moving = moving
        self._numbers = 0

    def runs(
        self,
        nodes: Iterable[Node],
        *,
        change: str = "",
        in_notes: bool = False,
        next_by: str | None = None,
    ) -> list[Any]:
        """Return the runs of a paragraph's nodes. `change` is that of the whole block, `insertion`
        or `deletion`; `next_by` inserted the paragraph after it.
        """
        written: list[Any] = []
        nodes = _with_references(nodes)
        if not change:
            nodes = without_joining(without_moves(list(nodes), self._moving), next_by)
        for href, linked in groupby(nodes, _href):
            inner = self._changed(list(linked), change, in_notes)
            if href:
                name = self._document.link_to(href, in_notes=in_notes)
                link = element("hyperlink", *inner)
                link.set(qn("r:id"), name)
                inner = [link]
            written += inner
        return written

    def change_mark(self, change: str, said: Mapping[str, Any] | None = None) -> Any:
        """Return the element that records the author `by` and the time `at` of a change."""
        attrs = said or {}
        self._numbers += 1
        new = element(
            _TAGS[change], id=self._numbers, author=attrs.get("by") or self._document.author
        )
        at = attrs.get("at") or ""
        if _MOMENT.fullmatch(at):
            new.set(qn("w:date"), at)
        return new

    def number(self) -> int:
        """Return a number that no other bookmark, change or drawing uses."""
        self._numbers += 1
        return self._numbers

    def typed(self, words: str) -> Any:
        """Return a run of plain text that is not in the tree."""
        return element("r", *_pieces(words, "t"))

    def _changed(self, nodes: list[Node], change: str, in_notes: bool) -> list[Any]:
        written: list[Any] = []
        for marks, alike in groupby(nodes, lambda node: _changes(node, change)):
            kinds = [kind for kind, _mark in marks]
            inner = [
                self._run(piece, "deletion" in kinds, in_notes)
                for node in alike
                for piece in _pieces_of_one_direction(node)
            ]
            for kind, mark in reversed(marks):
                wrapped = self.change_mark(kind, (mark or {}).get("attrs"))
                for each in inner:
                    wrapped.append(each)
                inner = [wrapped]
            written += inner
        return written

    def _run(self, node: Node, is_deleted: bool, in_notes: bool) -> Any:
        match node["type"]:
            case "hard_break":
                return self._dressed(node, "", element("br"))
            case "image":
                return self._dressed(node, "", self._picture(node))
            case "footnote":
                return self._note(node)
            case comments.BEGIN:
                return element("commentRangeStart", id=node["comment"])
            case comments.END:
                return element("commentRangeEnd", id=node["comment"])
            case comments.REFERENCE:
                return element("r", element("commentReference", id=node["comment"]))
        tag = "delText" if is_deleted else "t"
        words = " ".join(markup.clean(node["text"]).split("\n"))
        return self._dressed(node, words, *_pieces(words, tag))

    def _dressed(self, node: Node, words: str, *content: Any) -> Any:
        """Return a run with the looks of a node. If a comparison found that only the looks changed,
        it also has the former ones and who changed them.
        """
        looks, about = self._looks(node.get("marks") or [], words), compared(node)
        if "was" in about:
            former = in_order("rPr", RUN_ORDER, self._looks(about["was"], words))
            looks["rPrChange"] = self.change_mark("set", about)
            looks["rPrChange"].append(element("rPr") if former is None else former)
        properties = in_order("rPr", RUN_ORDER, looks)
        return element("r", *([] if properties is None else [properties]), *content)

    def _looks(self, own_marks: list[Any], words: str) -> dict[str, Any]:
        marks = {mark["type"] for mark in own_marks}
        runs_left = direction(words) == "rtl"
        slot = "bidi" if runs_left else "eastAsia" if self._language == "zh" else "val"
        strong, em = "strong" in marks, "em" in marks
        looks = {
            "rFonts": element("rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas")
            if "code" in marks
            else None,
            "rStyle": element("rStyle", val=self._code_style()) if "code" in marks else None,
            "b": flag("b") if strong else None,
            "bCs": flag("bCs") if strong else None,
            "i": flag("i") if em else None,
            "iCs": flag("iCs") if em else None,
            "dstrike": flag("dstrike") if "own_deletion" in marks else None,
            "color": element("color", val=LINK_INK) if "link" in marks else None,
            "u": _underline(marks),
            "rtl": flag("rtl") if runs_left else None,
            "lang": element("lang", **{slot: self._language}) if words else None,
        }
        for mark, place in (("sup", "superscript"), ("sub", "subscript")):
            if mark in marks:
                looks["vertAlign"] = element("vertAlign", val=place)
        return looks

    def _code_style(self) -> str:
        font = element("rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas")
        return self._document.styles.character(naming.CODE, rFonts=font)

    def _note(self, node: Node) -> Any:
        styles = self._document.styles
        mark_style = styles.character(
            naming.NOTE_MARK, vertAlign=element("vertAlign", val="superscript")
        )
        layout = element("pPr", element("pStyle", val=styles.note()))
        if direction("".join(child.get("text", "") for child in children(node))) == "rtl":
            layout.append(flag("bidi"))
        marked = element("rPr", element("rStyle", val=mark_style))
        paragraph = element("p", layout, element("r", marked, element("footnoteRef")))
        paragraph.append(self.typed(" "))
        for run in self.runs(children(node), in_notes=True):
            paragraph.append(run)
        number = self._document.notes.add(paragraph)
        properties = element("rPr", element("rStyle", val=mark_style))
        return element("r", properties, element("footnoteReference", id=number))

    def _picture(self, node: Node) -> Any:
        alt = markup.clean(attribute(node, "alt"))
        data = self._picture_data(node["attrs"]["file"])
        if data is None:
            return text_element("t", f"[{alt or 'picture'}]")
        name, width, height = self._document.add_picture(data)
        width = attribute(node, "width") or width
        height = attribute(node, "height") or height
        size = _fitting(max(width, 1) * EMU_PER_PIXEL, max(height, 1) * EMU_PER_PIXEL)
        values = {
            "number": self.number(),
            "alt": escape(" ".join(alt.split("\n"))),
            "name": name,
            "width": size[0],
            "height": size[1],
        }
        return parse_xml(_DRAWING.format(spaces=nsdecls("w", "wp", "a", "pic", "r"), **values))


def _with_references(nodes: Iterable[Node]) -> list[Node]:
    """Add the sign of a comment after its words, as Word wants it."""
    return [
        each
        for node in nodes
        for each in (
            (node, {**node, "type": comments.REFERENCE})
            if node["type"] == comments.END
            else (node,)
        )
    ]


_DRAWING = """<w:drawing {spaces}><wp:inline distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{width}" cy="{height}"/>
<wp:docPr id="{number}" name="Picture {number}" descr="{alt}"/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>
</wp:inline></w:drawing>"""


def _pieces_of_one_direction(node: Node) -> list[Node]:
    if node["type"] != "text":
        return [node]
    return [{**node, "text": words} for words, _way in pieces_of_one_direction(node["text"])]


def _underline(marks: set[str]) -> Any:
    if "own_insertion" in marks:
        return element("u", val="double")
    return element("u", val="single") if "underline" in marks else None


def _fitting(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, WIDEST / width, TALLEST / height)
    return round(width * scale), round(height * scale)


def _href(node: Node) -> str:
    for mark in node.get("marks", ()):
        if mark["type"] == "link" and is_safe_url(mark["attrs"]["href"]):
            return str(mark["attrs"]["href"])
    return ""


def _changes(node: Node, change: str) -> list[tuple[str, Node | None]]:
    """Return the changes that mark a node, with that of the block around it."""
    own = [(mark["type"], mark) for mark in node.get("marks", ()) if mark["type"] in _CHANGES]
    if change and change not in (kind for kind, _mark in own):
        return [(change, None), *own] if change == "insertion" else [*own, (change, None)]
    return own


def _pieces(words: str, tag: str) -> list[Any]:
    """Return the text of a run, with tabs as elements."""
    pieces: list[Any] = []
    for number, part in enumerate(words.split("\t")):
        if number:
            pieces.append(element("tab"))
        if part:
            pieces.append(text_element(tag, part))
    return pieces

"""Word documents with real headings, links and page numbers. Each run has its language and direction."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from wgcop import markup
from wgcop.languages.scripts import direction

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_INK = RGBColor(0x1A, 0x1A, 0x1A)
_LINK = RGBColor(0x1A, 0x4F, 0x8B)
_SIZES = {"Title": 20, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11}
_LOOKS = {
    "em": "italic",
    "underline": "underline",
    "insertion": "underline",
    "deletion": "strike",
    "sup": "superscript",
    "sub": "subscript",
}
_FONTS = {"ascii": "Calibri", "hAnsi": "Calibri", "eastAsia": "SimSun", "cs": "Arial"}


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that look alike; with an address they are a link."""

    text: str
    language: str = ""
    strong: bool = False
    soft: bool = False
    href: str = ""
    marks: frozenset[str] = frozenset()
    """By their names in the tree of a paper, except `strong`."""


class WordDocument:
    def __init__(self, *, title: str, language: str, created: datetime) -> None:
        self._document = docx.Document()
        properties = self._document.core_properties
        properties.title, properties.language = title, language
        properties.author = properties.comments = ""
        # The format keeps moments without a zone, in UTC.
        properties.created = properties.modified = created.astimezone(UTC).replace(tzinfo=None)
        self._language = language
        self._lay_out()

    def title(self, *runs: WordRun) -> None:
        self._write(self._document.add_paragraph(style="Title"), runs)

    def heading(self, level: int, *runs: WordRun) -> None:
        self._write(self._document.add_paragraph(style=f"Heading {level}"), runs)

    def paragraph(self, *runs: WordRun, keep_with_next: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = keep_with_next
        self._write(paragraph, runs)
        return paragraph

    def table(self, rows: int, columns: int) -> Any:
        return self._document.add_table(rows, columns, style="Table Grid")

    def fill(self, cell: Any, *runs: WordRun) -> None:
        self._write(cell.paragraphs[0], runs)

    @property
    def numbering(self) -> Any:
        """The definitions of numbered lists."""
        return self._document.part.numbering_part.element

    def quotation(self, *runs: WordRun) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        paragraph.paragraph_format.space_after = Pt(8)
        self._write(paragraph, runs)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _write(self, paragraph: Any, runs: Iterable[WordRun]) -> None:
        runs = [run for run in runs if run.text]
        if direction("".join(run.text for run in runs)) == "rtl":
            # Word insists on the order of these elements.
            paragraph._p.get_or_add_pPr().insert_element_before(
                OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc"
            )
        for run in runs:
            parent = self._link(paragraph, run.href) if run.href else paragraph._p
            written = paragraph.add_run(_clean(run.text))
            parent.append(written._r)
            self._dress(written, run)

    def _link(self, paragraph: Any, href: str) -> Any:
        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"),
            paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
        paragraph._p.append(link)
        return link

    def _dress(self, written: Any, run: WordRun) -> None:
        if run.strong:
            written.bold = True
        _mark(written.font, run.marks)
        if run.href:
            written.font.color.rgb = _LINK
        elif run.soft:
            written.font.size = Pt(9.5)
        runs_left = direction(run.text) == "rtl"
        if runs_left:
            written.font.rtl = True
            written.font.cs_bold = run.strong or None
        language = OxmlElement("w:lang")
        slot = "bidi" if runs_left else "eastAsia" if run.language == "zh" else "val"
        language.set(qn(f"w:{slot}"), run.language or self._language)
        written._r.get_or_add_rPr().append(language)

    def _lay_out(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin = section.bottom_margin = Mm(20)
        styles = self._document.styles
        self._font(styles["Normal"], 10.5)
        styles["Normal"].paragraph_format.space_after = Pt(4)
        for name, size in _SIZES.items():
            self._font(styles[name], size)
            styles[name].font.color.rgb = _INK
        for language in self._document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), self._language)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for code in ("PAGE", "NUMPAGES"):
            if foot.runs:
                foot.add_run(" / ")
            _field(foot.add_run(), code)

    def _font(self, style: Any, size: float) -> None:
        style.font.size = Pt(size)
        properties = style.element.get_or_add_rPr()
        for old in properties.findall(qn("w:szCs")):
            properties.remove(old)
        fonts = properties.get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for slot, font in _FONTS.items():
            fonts.set(qn(f"w:{slot}"), font)
        complex_script = OxmlElement("w:szCs")
        complex_script.set(qn("w:val"), str(round(2 * size)))
        properties.find(qn("w:sz")).addnext(complex_script)


def _mark(font: Any, marks: frozenset[str]) -> None:
    for mark, look in _LOOKS.items():
        if mark in marks:
            setattr(font, look, True)
    if "code" in marks:
        font.name = "Consolas"


def _field(run: Any, code: str) -> None:
    for kind in ("begin", "", "separate", "text", "end"):
        if kind == "":
            element = OxmlElement("w:instrText")
            element.text = code
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _clean(text: str) -> str:
    """XML has no place for control characters, and Word none for line ends inside a run."""
    return " ".join(markup.clean(text).split("\n"))

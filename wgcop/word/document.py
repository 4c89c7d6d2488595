"""Word documents with real headings, lists, notes, links and page numbers. Each run has a language
and a direction.
"""

import io
from collections.abc import Iterable, Sequence
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
from wgcop.languages import language_direction
from wgcop.languages.scripts import direction, has_letters_of, pieces_of_one_direction
from wgcop.word import naming
from wgcop.word.comments import CommentInWord
from wgcop.word.comments import written as write_comments
from wgcop.word.elements import element
from wgcop.word.notes import Footnotes
from wgcop.word.numbering import WordNumbering
from wgcop.word.styles import Styles

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FRAMED = "Table Grid"
_OLD_STYLES = "/stylesWithEffects"
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
    """A piece of text of one look. If it has an address, it is a link."""

    text: str
    language: str = ""
    strong: bool = False
    soft: bool = False
    href: str = ""
    marks: frozenset[str] = frozenset()
    """The marks by their names in the tree of a paper, except `strong`."""
    change: str = ""
    """`insertion` or `deletion`, if the text is a tracked change by the author."""


_FIRST_CHANGE = 1_000_000
"""The first number of changes on the cover. Those of the text are numbered from 1."""
_CHANGES = {"insertion": "ins", "deletion": "del"}
CoverWords = WordRun | Sequence[WordRun]


class WordDocument:
    def __init__(
        self, *, title: str, language: str, created: datetime, author: str = "", changed: str = ""
    ) -> None:
        """Begin a document. `changed` is the time of the changes on the cover."""
        self._document = docx.Document()
        self._end = self._document.element.body.sectPr
        self._drop_old_styles()
        properties = self._document.core_properties
        properties.title, properties.language = title[:255], language
        properties.author, properties.comments = author[:255], ""
        # The format keeps moments without a zone, in UTC.
        properties.created = properties.modified = created.astimezone(UTC).replace(tzinfo=None)
        self.author = author
        """The author of changes that nobody signed."""
        self._changed = changed
        self._changes = _FIRST_CHANGE
        self._language = language
        self._links: dict[bool, dict[str, str]] = {}
        self.is_rtl = language_direction(language) == "rtl"
        """Whether lines and tables begin at the right."""
        self.styles = Styles(self._document)
        self.numbering = WordNumbering(self._document)
        self.notes = Footnotes(self._document)
        self._lay_out()

    def title(self, *runs: WordRun) -> None:
        self._write(self._document.add_paragraph(style="Title"), runs)

    def cover_line(self, *runs: WordRun, is_title: bool = False) -> None:
        """Add a line in the style by which a cover is recognized when the file is uploaded again."""
        style = naming.COVER_TITLE if is_title else naming.COVER
        paragraph = self._document.add_paragraph()
        properties = paragraph._p.get_or_add_pPr()
        properties.insert(0, element("pStyle", val=self.styles.cover(style)))
        self._write(paragraph, runs)

    def cover_fields(
        self,
        fields: Sequence[tuple[str, Sequence[CoverWords]]],
        *,
        style: str | None = None,
        changes: Sequence[str] = (),
    ) -> None:
        """Add a table with a label and its lines in each row. `changes` are the tracked changes of
        whole rows; the style `FRAMED` draws a box around the table.
        """
        table = self._document.add_table(0, 2, style=style)
        table.autofit = False
        for column, width in zip(table.columns, (Mm(38), Mm(128)), strict=True):
            column.width = width
        if self.is_rtl:
            table._tblPr.insert_element_before(
                OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"
            )
        for number, (label, lines) in enumerate(fields):
            change = changes[number] if changes else ""
            row = table.add_row()
            if change:
                row._tr.get_or_add_trPr().append(self._change(change))
            labelled = WordRun(label, change=change)
            self._cover_cell(row.cells[0], naming.COVER_LABEL, [labelled], Mm(38), change)
            self._cover_cell(row.cells[1], naming.COVER, lines, Mm(128), change)
        self.cover_line()

    def _cover_cell(
        self, cell: Any, style: str, lines: Sequence[CoverWords], width: Any, change: str
    ) -> None:
        cell.width = width
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            properties = paragraph._p.get_or_add_pPr()
            properties.insert(0, element("pStyle", val=self.styles.cover(style)))
            runs = [line] if isinstance(line, WordRun) else line
            self._write(paragraph, runs)
            if change:  # otherwise LibreOffice keeps a deleted row as an empty one
                paragraph._p.get_or_add_pPr().append(element("rPr", self._change(change)))

    def heading(self, level: int, *runs: WordRun) -> None:
        self._write(self._document.add_paragraph(style=f"Heading {level}"), runs)

    def paragraph(self, *runs: WordRun, keep_with_next: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = keep_with_next
        self._write(paragraph, runs)
        return paragraph

    def table(self, rows: int, columns: int) -> Any:
        return self._document.add_table(rows, columns, style=FRAMED)

    def fill(self, cell: Any, *runs: WordRun) -> None:
        self._write(cell.paragraphs[0], runs)

    def append(self, block: Any) -> None:
        """Add a paragraph or table at the end of the text."""
        # The library would look through all blocks before it, for each one.
        self._end.addprevious(block)

    def add_picture(self, data: bytes) -> tuple[str, int, int]:
        """Store a picture, once, and return the name by which a drawing refers to it and its size
        in pixels.
        """
        name, image = self._document.part.get_or_add_image(io.BytesIO(data))
        return str(name), image.px_width, image.px_height

    def link_to(self, href: str, *, in_notes: bool = False) -> str:
        """Return the name by which a link refers to its address."""
        part = self.notes.part if in_notes else self._document.part
        known = self._links.setdefault(in_notes, {})
        if href not in known:  # the library would look through all that there are for each one
            known[href] = f"rLink{len(known) + 1}"
            part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, href, known[href], is_external=True
            )
        return known[href]

    def head(self, *runs: WordRun) -> None:
        """Write the line at the top of every page but the first."""
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        self._write(section.header.paragraphs[0], runs)
        section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        first = section.first_page_footer.paragraphs[0]
        self._number_pages(first)

    def quotation(self, *runs: WordRun) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(6)
        paragraph.paragraph_format.space_after = Pt(8)
        self._write(paragraph, runs)

    def add_comments(self, comments: Sequence[CommentInWord]) -> None:
        """Add the text of the comments; the tree determines their places."""
        write_comments(self._document, comments)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.notes.finish()
        self._document.save(out)
        return out.getvalue()

    def _write(self, paragraph: Any, runs: Iterable[WordRun]) -> None:
        """Write the runs into the paragraph, which begins at the side where the document does."""
        runs = [run for run in runs if run.text]
        words = "".join(run.text for run in runs)
        if self._runs_left(runs, words):
            _turn(paragraph)
        elif self.is_rtl and not _is_in_another_language(runs, self._language):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in runs:
            parent = self._link(paragraph, run.href) if run.href else paragraph._p
            for text, way in pieces_of_one_direction(_clean(run.text)):
                written = paragraph.add_run(text)
                parent.append(written._r)
                self._dress(written, run, way)
                if run.change:
                    self._track(written._r, run.change)

    def _runs_left(self, runs: Sequence[WordRun], words: str) -> bool:
        """Return whether a paragraph runs from right to left. In a document that does, one without
        such letters does not: the stop at its end would come first.
        """
        if not self.is_rtl or _is_in_another_language(runs, self._language):
            return direction(words) == "rtl"
        return has_letters_of("rtl", words) or not has_letters_of("ltr", words)

    def _track(self, run: Any, change: str) -> None:
        if change == "deletion":
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")
        around = self._change(change)
        run.addprevious(around)
        around.append(run)

    def _change(self, change: str) -> Any:
        self._changes += 1
        tag = _CHANGES[change]
        new = element(tag, id=self._changes, author=self.author)
        if self._changed:
            new.set(qn("w:date"), self._changed)
        return new

    def _link(self, paragraph: Any, href: str) -> Any:
        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"),
            paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
        )
        paragraph._p.append(link)
        return link

    def _dress(self, written: Any, run: WordRun, way: str) -> None:
        if run.strong:
            written.bold = True
        _mark(written.font, run.marks)
        if run.href:
            written.font.color.rgb = _LINK
        elif run.soft:
            written.font.size = Pt(9.5)
        runs_left = way == "rtl"
        if runs_left:
            written.font.rtl = True
            written.font.cs_bold = run.strong or None
        language = OxmlElement("w:lang")
        slot = "bidi" if runs_left else "eastAsia" if run.language == "zh" else "val"
        language.set(qn(f"w:{slot}"), run.language or self._language)
        written._r.get_or_add_rPr().append(language)

    def _drop_old_styles(self) -> None:
        """Drop the second set of styles that the template has for Word 2007, because Word compares
        it with the first.
        """
        relations = self._document.part.rels
        for name in [key for key, each in relations.items() if each.reltype.endswith(_OLD_STYLES)]:
            del relations[name]

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
        self._number_pages(section.footer.paragraphs[0])

    def _number_pages(self, foot: Any) -> None:
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if self.is_rtl:
            _turn(foot)
        for code in ("PAGE", "NUMPAGES"):
            if foot.runs:
                foot.add_run(" / ").font.rtl = self.is_rtl or None
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


def _turn(paragraph: Any) -> None:
    # Word insists on the order of these elements.
    paragraph._p.get_or_add_pPr().insert_element_before(
        OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc"
    )


def _is_in_another_language(runs: Sequence[WordRun], language: str) -> bool:
    """Return whether the caller says that words of a paragraph are in a language of the other
    direction.
    """
    way = language_direction(language)
    return any(run.language and language_direction(run.language) != way for run in runs)


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
    """Return the text without control characters, which XML cannot hold, and line ends, which Word
    cannot have inside a run.
    """
    return " ".join(markup.clean(text).split("\n"))

"""Reading of Word documents: paragraphs, lists, tables and footnotes as lines; headings by style or
outline level.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from wgcop.reading import head, head_dates
from wgcop.reading.head_sizes import SizedLine, title_in_large_type
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, TextBuilder, Unreadable, stem
from wgcop.reading.word_numbers import Numbers
from wgcop.reading.word_parts import inherited, parts_of, value
from wgcop.reading.word_sizes import TypeSizes

LARGEST_INFLATED = 200 * 1024 * 1024
LARGEST_PART = 48 * 1024 * 1024
MOST_PARTS = 5_000
MOST_SIZED = 60
"""The number of lines of the head whose type size is measured."""

_HEADING_STYLE = re.compile(
    r"(?:heading|titre|título|заголовок|标题|عنوان)\s*([1-9])", re.IGNORECASE
)
_NO_TITLE = re.compile(r"microsoft word\b|untitled|document\s?\d*$|word document$", re.IGNORECASE)
_PARAGRAPH, _TABLE, _ROW, _CELL = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc"))
_DELETED = frozenset((qn("w:del"), qn("w:moveFrom")))
_INSIDE = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
_TEXT_BOX, _FALLBACK = (
    qn("w:txbxContent"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_BODY_TEXT = 10
"""The outline level of what is no heading, by one more than Word counts."""
_BREAKS = frozenset(qn(f"w:{name}") for name in ("br", "cr"))


def read(data: bytes, name: str) -> Reading:
    _check(data)
    try:
        document = docx.Document(io.BytesIO(data))
        return _read(document, name)
    except Unreadable:
        raise
    except Exception as error:
        # A damaged package makes the library fail with many kinds of exception.
        raise Unreadable(Reason("The Word document is damaged.")) from error


def _check(data: bytes) -> None:
    """Refuse archives that are too large. Reading a part returns at most the size that the archive
    declares.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(Reason("The Word document is damaged.")) from error
    if "word/document.xml" not in {part.filename for part in parts}:
        raise Unreadable(Reason("It is an archive, not a Word document."))
    if (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST_INFLATED
        or any(part.file_size > LARGEST_PART for part in parts if part.filename.endswith(".xml"))
    ):
        raise Unreadable(Reason("The Word document is too large once it is unpacked."))


def _read(document: Any, name: str) -> Reading:
    builder = TextBuilder()
    styles = {
        style.get(qn("w:styleId"), ""): style
        for style in document.styles.element.iterchildren(qn("w:style"))
    }
    based_on = {name: value(style, "w:basedOn") for name, style in styles.items()}
    levels = _heading_styles(styles, based_on)
    numbers = Numbers(document, based_on)
    notes = _footnotes(document)
    styled_title = ""
    raw: list[str] = []
    sized: list[SizedLine] = []
    sizes = TypeSizes(styles, based_on)
    for block in _blocks(document.element.body):
        if block.tag == _TABLE:
            for row in _rows(block):
                builder.line(row)
                raw += [row, ""]
            continue
        text = _text(block)
        style = _style(block)
        if style == "Title":
            styled_title = f"{styled_title} {text}".strip()
        number = numbers.next(block, style)
        is_heading = 0 < (_outline_level(block) or levels.get(style, 0)) < _BODY_TEXT
        if len(sized) < MOST_SIZED:
            sized += [SizedLine(line, sizes.size_of(block, style)) for line in text.split("\n")]
        # A title in capitals may continue in the next paragraph.
        lines = text.split("\n")
        raw += lines if text.isupper() and not is_heading else ["", *lines, ""]
        if is_heading:
            builder.heading(text, number=number.strip(" ."))
        elif text.strip():
            builder.line(f"{number} {text}")
        for note in _notes_of(block, notes):
            builder.line(note)
    properties = document.core_properties
    declared = properties.title or ""
    declared = "" if _NO_TITLE.match(declared) else declared
    return builder.reading(
        titles=(
            styled_title,
            head.best_of(head.title_of(raw, declared), title_in_large_type(sized)),
            declared,
            stem(name),
        ),
        language=properties.language or "",
        dated=head_dates.date_of(raw),
    )


def _blocks(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
            if child.tag == _PARAGRAPH:
                for box in _boxes(child):
                    yield from _blocks(box)
        elif child.tag in _INSIDE:
            yield from _blocks(child)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes in a paragraph, which are read after it. Word stores each twice; one
    copy is enough.
    """
    for box in paragraph.iter(_TEXT_BOX):
        if not any(around.tag in (_FALLBACK, _TEXT_BOX) for around in box.iterancestors()):
            yield box


def _rows(table: Any) -> Iterator[str]:
    """Yield one line for each row. A table inside a cell is part of the cell."""
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is table:
            cells = (" ".join(_paragraphs(cell)).strip() for cell in row.iterchildren(_CELL))
            yield " | ".join(filter(None, cells))


def _paragraphs(cell: Any) -> Iterator[str]:
    for paragraph in cell.iter(_PARAGRAPH):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield _text(paragraph)


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag not in _DELETED and child.tag not in (_TEXT_BOX, _FALLBACK):
            yield from _pieces(child)


def _style(paragraph: Any) -> str:
    return value(paragraph, "w:pPr/w:pStyle")


def _outline_level(element: Any) -> int:
    """Return the outline level: from 1 to 9, `_BODY_TEXT` if it says that it is none, or 0 if it
    says nothing.
    """
    level = value(element, "w:pPr/w:outlineLvl")
    return min(int(level) + 1, _BODY_TEXT) if level.isdigit() else 0


def _heading_styles(styles: dict[str, Any], based_on: dict[str, str]) -> dict[str, int]:
    """Return the outline level of each style: its own, or that of the style it is based on."""
    own = {name: _level_of(style) for name, style in styles.items()}
    return inherited(own, based_on, 0)


def _level_of(style: Any) -> int:
    named = _HEADING_STYLE.match(value(style, "w:name"))
    return int(named[1]) if named else _outline_level(style)


def _footnotes(document: Any) -> dict[str, Any]:
    """Return the footnotes and endnotes by kind and id, as references name them."""
    notes: dict[str, Any] = {}
    for kind, name in (
        (RELATIONSHIP_TYPE.FOOTNOTES, "footnote"),
        (RELATIONSHIP_TYPE.ENDNOTES, "endnote"),
    ):
        for part in parts_of(document, kind):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for note in etree.fromstring(part.blob, parser).iterchildren(qn(f"w:{name}")):
                notes[f"{name} {note.get(qn('w:id'))}"] = note
    return notes


def _notes_of(paragraph: Any, notes: dict[str, Any]) -> Iterator[str]:
    for name in ("footnote", "endnote") if notes else ():
        for reference in paragraph.iter(qn(f"w:{name}Reference")):
            note = notes.get(f"{name} {reference.get(qn('w:id'))}")
            if note is not None and not any(up.tag in _DELETED for up in reference.iterancestors()):
                yield " ".join(_text(line) for line in note.iter(_PARAGRAPH))

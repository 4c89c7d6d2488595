"""Reading of PDF: the text layer, page by page, without running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import c_ushort
from statistics import median_low

import pypdfium2
from pypdfium2 import raw

from wgcop.reading import head, head_dates, headings
from wgcop.reading.head_sizes import SizedLine, title_in_large_type
from wgcop.reading.reasons import Reason
from wgcop.reading.result import LONGEST_TEXT, Reading, TextBuilder, Unreadable, stem

MOST_PAGES = 5_000
MOST_SIZED = 4_000
"""The number of characters of the first page whose height is measured."""

_AT_THE_EDGE = 3
_NO_TITLE = re.compile(r"microsoft word\b|untitled|.*\.\w{3,4}$", re.IGNORECASE)
# pdfium writes U+FFFE where a line ends in a hyphen between letters.
_BROKEN = re.compile(r"([^\W\d_]+)(?:\ufffe|[-\u2010]\n(?=[^\W\d_A-Z]))([^\W\d_]+)")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Lines = list[str]


def read(data: bytes, name: str) -> Reading:
    pages, declared, language, large = _layer(data)
    without = sum(not any(page) for page in pages)
    if without == len(pages):
        raise Unreadable(Reason("It has no text layer (page images only)."))
    pages = _joined(_without_running_lines(pages))
    builder = TextBuilder()
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in page if line]
    raw = [line for _number, line in lines]
    builder.unstyled(lines, headings.heading_lines(raw))
    return builder.reading(
        titles=(head.best_of(head.title_of(raw, declared), large), declared, stem(name)),
        language=language,
        pages=len(pages),
        dated=head_dates.date_of(raw),
        note=_on_pages_without_text(without, len(pages)) if without else None,
    )


def _on_pages_without_text(without: int, pages: int) -> Reason:
    return Reason(
        "Pages without text (page images): %(without)d of %(pages)d.", without=without, pages=pages
    )


def _layer(data: bytes) -> tuple[list[Lines], str, str, str]:
    """Return the lines of the pages, the declared title and language, and the text in large type on
    the first page.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            if len(document) > MOST_PAGES:
                raise Unreadable(Reason("It has more than %(most)d pages.", most=MOST_PAGES))
            title = document.get_metadata_dict().get("Title", "")
            return (
                list(_pages(document)),
                "" if _NO_TITLE.match(title) else title,
                _language(document),
                title_in_large_type(_sized_lines(document)),
            )
    except pypdfium2.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(Reason("It is protected by a password.")) from error
        raise Unreadable(Reason("The PDF is damaged.")) from error


def _pages(document: pypdfium2.PdfDocument) -> Iterator[Lines]:
    """Yield the lines of each page. A damaged page has none."""
    length = 0
    for number in range(len(document)):
        try:
            with closing(document[number]) as page, closing(page.get_textpage()) as layer:
                text = layer.get_text_range()
        except pypdfium2.PdfiumError:
            text = ""
        length += len(text)
        if length > LONGEST_TEXT:
            raise Unreadable(
                Reason("Its text is longer than %(most)s characters.", most=f"{LONGEST_TEXT:,}")
            )
        yield [line.strip() for line in text.splitlines() if line.strip()]


def _sized_lines(document: pypdfium2.PdfDocument) -> Iterator[SizedLine]:
    """Yield the lines of the first page, each with the most common height of its letters."""
    try:
        with closing(document[0]) as page, closing(page.get_textpage()) as layer:
            text = layer.get_text_range(0, min(layer.count_chars(), MOST_SIZED))
            heights = [_height(layer, at) for at in range(len(text))]
    except (pypdfium2.PdfiumError, IndexError):
        return
    begin = 0
    for line in text.splitlines(keepends=True):
        letters = [heights[at] for at, letter in enumerate(line, begin) if not letter.isspace()]
        if letters:
            yield SizedLine(line, median_low(letters))
        begin += len(line)


def _height(layer: pypdfium2.PdfTextPage, at: int) -> float:
    _left, bottom, _right, top = layer.get_charbox(at, loose=True)
    return round(float(top - bottom), 1)


def _language(document: pypdfium2.PdfDocument) -> str:
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length < 100:
        return ""
    written = (c_ushort * (length // 2))()
    raw.FPDFCatalog_GetLanguage(document, written, length)
    return bytes(written).decode("utf-16-le", errors="replace").rstrip("\0")


def _without_running_lines(pages: list[Lines]) -> list[Lines]:
    """Drop running heads and feet: lines at the edge of most pages that differ only in their
    numbers.
    """
    seen = Counter(line for page in pages for line in {_kind(line) for line in _edges(page)})
    often = max(2, sum(map(bool, pages)) / 2)
    running = {line for line, times in seen.items() if times > often}
    return [
        [
            line
            for index, line in enumerate(page)
            if _AT_THE_EDGE <= index < len(page) - _AT_THE_EDGE or _kind(line) not in running
        ]
        for page in pages
    ]


def _edges(page: Lines) -> Lines:
    return page if len(page) <= 2 * _AT_THE_EDGE else page[:_AT_THE_EDGE] + page[-_AT_THE_EDGE:]


def _kind(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _joined(pages: list[Lines]) -> list[Lines]:
    """Join words that were broken at the end of a line, in the spelling that they have elsewhere in
    the text.
    """
    words_used = {
        word.casefold() for page in pages for line in page for word in _WORDS.findall(line)
    }

    def closed(broken: re.Match[str]) -> str:
        before, after = broken.groups()
        whole, hyphened = before + after, f"{before}-{after}"
        is_compound = hyphened.casefold() in words_used and whole.casefold() not in words_used
        return hyphened if is_compound or after[0].isupper() else whole

    return [_BROKEN.sub(closed, "\n".join(page)).split("\n") for page in pages]

"""Reading of plain text in any of the usual encodings. A form feed begins a new page."""

import codecs
import re

from wgcop.languages.scripts import ARABIC, CAPITAL_LETTERS, CYRILLIC, SMALL_LETTERS
from wgcop.reading import head, head_dates, headings
from wgcop.reading.reasons import Reason
from wgcop.reading.result import Reading, TextBuilder, Unreadable, stem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLD_ENCODINGS = ("windows-1252", "windows-1251", "windows-1256")
_ENOUGH_TO_JUDGE = 50_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(f"[{CYRILLIC}]")
_ARABIC = re.compile(f"[{ARABIC}]")
_CASE_TURNS = re.compile(f"[{SMALL_LETTERS}][{CAPITAL_LETTERS}]")


def read(data: bytes, name: str) -> Reading:
    text = decode(data)
    pages = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\f\n ").split("\f")
    lines = [(number, line) for number, page in enumerate(pages, 1) for line in page.split("\n")]
    raw = [line for _number, line in lines]
    builder = TextBuilder()
    builder.unstyled(lines, headings.heading_lines(raw), has_pages=len(pages) > 1)
    return builder.reading(
        titles=(head.title_of(raw), stem(name)),
        dated=head_dates.date_of(raw),
        pages=len(pages) if len(pages) > 1 else None,
    )


def decode(data: bytes) -> str:
    """Decode by the byte order mark, otherwise as UTF-8, otherwise in the older encoding that gives
    the likeliest words. Raise `Unreadable` if the data are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    likeliest = min(_OLD_ENCODINGS, key=lambda encoding: _unlikely(_try(data, encoding)))
    if _unlikely(_try(data, likeliest)) > 0.5:
        raise Unreadable(Reason("Its text encoding is not recognized. Save it as UTF-8."))
    return _checked(data.decode(likeliest, errors="replace"))


def _try(data: bytes, encoding: str) -> str:
    return data[:_ENOUGH_TO_JUDGE].decode(encoding, errors="replace")


def _unlikely(text: str) -> float:
    """Return the share of impossible words among those with letters beyond ASCII; 1 if there are no
    such words.
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words:
        return 1.0
    strange = text.count("\ufffd") + sum(map(_is_strange, words))
    return strange / len(words)


def _is_strange(word: str) -> bool:
    cyrillic, arabic = len(_CYRILLIC.findall(word)), len(_ARABIC.findall(word))
    if 0 < max(cyrillic, arabic) < len(word) or _CASE_TURNS.search(word):
        return True
    accented = sum(not character.isascii() for character in word) - cyrillic - arabic
    return len(word) > 2 and accented > len(word) / 2


def _checked(text: str) -> str:
    sample = text[:_ENOUGH_TO_JUDGE]
    unseen = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if unseen > max(4, len(sample) / 50):
        raise Unreadable(Reason("It is not a text."))
    return text

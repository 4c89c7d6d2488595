"""Finds the symbols of documents in running text: `see WG-COP/3/7 Rev.1`, `the Addendum 2 to Document C20/57` (pure)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wgcop.numbering.reading import FILE_NAME, SymbolReading, names_a_document, readings

_NUMBER = r"\d{1,4}(?!\d)"
_DOCUMENT = (
    r"(?:[Dd]oc(?:s?\.|s|ument[os]?)?|DOC(?:UMENT)?|[Дд]окумент[аеу]?|وثيقة|الوثيقة|文件)"
    r"\s*(?:(?:[Nn]o|nr|n°|№)\.?\s*)?"
)
_ATTACHED_TO = (
    r"(?:(?:[Rr]evisi[oó]n|[Rr][eé]v|[Aa]ddendum|[Aa]dd|[Cc]orrigendum|[Cc]orr)\.?\s*\d{1,4}\s+"
    r"(?:to|of|au|aux|du|de|al|a)\s+(?:the\s+)?)"
)
_NAME = r"[A-Za-z]{1,12}(?:[-‐‑–][A-Za-z]{1,12}){0,3}"
_STEP = rf"(?:(?:/[A-Za-z]{{1,6}})?/[A-Za-z]{{0,3}}{_NUMBER})"
_SYMBOL = (
    # WG-COP/3/7, C20/57, CWG-COP-14/3, TDAG17-22/13, WG-COP/3/TD/4, and with a space before the meeting
    rf"{_NAME}(?:[ -]?\d{{1,4}}(?:-\d{{1,4}})?)?{_STEP}{{1,3}}"
    # WG-COP 3 7, for groups that have this name
    rf"|{_NAME} \d{{1,3}} {_NUMBER}"
)
_ENDS = (
    r"(?:[\s/]*\(?\s*(?:[Rr][eé]v(?:isi[oó]n)?|REV|[Aa]ddendum|Add|ADD|add(?=\.)|[Cc]orrigendum|[Cc]orr|COR)"
    r"\.?\s*\d{1,4}(?:\s*\))?|\(?[RAC]\d{1,3}\)?){0,3}"
    r"(?:-[ACEFRS](?![A-Za-z])|\s?\([ACEFRS]\)|/original)?"
)
_FOUND = re.compile(
    rf"(?<![\w/.@-]){_ATTACHED_TO}?(?:{_DOCUMENT})?(?:{_SYMBOL}){_ENDS}(?![\w/])"
    rf"|(?<![\w/.@-]){_ATTACHED_TO}?{_DOCUMENT}{_NUMBER}{_ENDS}(?![\w/])"
    rf"|(?<![\w/.@-]){FILE_NAME}(?![\w/])"
)
_HINT = re.compile(
    r"/[A-Za-z]{0,3}\d|[Dd]oc|DOC|окумент|وثيقة|文件|[A-Za-z] \d{1,3} \d|[SDTR]\d\d-[A-Z]"
)
_BLANK_BEFORE_NUMBER = re.compile(rf"{_NAME} \d")
_SUFFIXES = frozenset({"rev", "rév", "revisión", "revision", "révision", "add", "corr", "cor"})
"""The suffixes that no series has in its symbols: a key that contains one of them belongs to no
document.
"""


@dataclass(frozen=True)
class FoundSymbol:
    """A passage of a text that looks like a symbol. The document need not exist."""

    start: int
    end: int
    words: str

    @cached_property
    def readings(self) -> list[SymbolReading]:
        possible = readings(self.words)
        return [each for each in possible if _SUFFIXES.isdisjoint(each.key.split())] or possible[
            -1:
        ]

    @property
    def is_certain(self) -> bool:
        """Whether the words are a symbol regardless of the names of groups. `Geneva 3 7` and
        `Resolution 67/3` are symbols only if a group has that name.
        """
        return names_a_document(self.words) or not _BLANK_BEFORE_NUMBER.match(self.words)


def symbols_in(text: str) -> Iterator[FoundSymbol]:
    """Yield the symbols in a text. It is searched line by line, because most lines contain nothing
    that the slow pattern could find.
    """
    start = 0
    for line in text.splitlines(keepends=True):
        if _HINT.search(line):
            for match in _FOUND.finditer(line):
                symbol = FoundSymbol(start + match.start(), start + match.end(), match[0])
                if symbol.readings:
                    yield symbol
        start += len(line)

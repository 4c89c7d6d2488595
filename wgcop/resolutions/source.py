"""Plain text as numbered lines, and the error that names one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wgcop.errors import Invalid

_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ud800-\udfff]")
_BULLET = re.compile(r"(?:[-–—•·▪●]|\*(?!\*))\s+")
_BROKEN = re.compile(r"[^\W\d_]-$")
_ANY_WORD = re.compile(r"[^\W_]")
_WIDEST_WRAPPED_LINE = 130
_LINES_OF_FRONT = 3


class ParseError(Invalid):
    """Raised when a part of the text is not understood. It names the line, what was expected, and
    what was found.
    """

    def __init__(self, line_number: int, expected: str, actual: str) -> None:
        self.line_number = line_number
        self.expected = expected
        super().__init__(f"Line {line_number}: expected {expected}, but {_described(actual)}.")


@dataclass(frozen=True)
class SourceLine:
    number: int
    text: str
    indent: int = 0
    gap: bool = False
    """Whether an empty line precedes it."""
    bulleted: bool = False


@dataclass(frozen=True)
class SourceText:
    lines: tuple[SourceLine, ...]
    wrapped: bool
    """Whether paragraphs are broken over short lines. If not, each line is a paragraph."""


def read_lines(text: str) -> SourceText:
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines: list[SourceLine] = []
    gap = False
    for number, row in enumerate(rows, start=1):
        if bad := _UNREADABLE.search(row):
            raise ParseError(
                number, "plain text in UTF-8", f"a byte that is not text (U+{ord(bad.group()):04X})"
            )
        tidy = re.sub(r"[ \t\f\v]{2,}|[\t\f\v]", " ", row.strip())
        if not _ANY_WORD.search(tidy):
            gap = True
            continue
        bullet = _BULLET.match(tidy)
        lines.append(
            SourceLine(
                number=number,
                text=tidy[bullet.end() :] if bullet else tidy,
                indent=len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip()),
                gap=gap,
                bulleted=bullet is not None,
            )
        )
        gap = False
    return SourceText(tuple(lines), wrapped=_is_wrapped(lines))


def _is_wrapped(lines: list[SourceLine]) -> bool:
    """Return whether paragraphs are broken over several lines. A title, or one line in fifty, may
    still be long.
    """
    body = lines[_LINES_OF_FRONT:]
    long = sum(len(line.text) > _WIDEST_WRAPPED_LINE for line in body)
    return long * 50 <= len(body)


def join(*pieces: str) -> str:
    """Join pieces of one sentence. A word that was broken at a hyphen is joined without a space."""
    joined: list[str] = []
    for piece in filter(None, pieces):
        if joined and not (_BROKEN.search(joined[-1][-2:]) and piece[0].islower()):
            joined.append(" ")
        joined.append(piece)
    return "".join(joined)


def _described(actual: str) -> str:
    if not actual:
        return "the text ends there"
    if actual.startswith("a byte"):
        return f"found {actual}"
    short = actual if len(actual) <= 70 else actual[:67].rstrip() + "…"
    return f"found “{short}”"

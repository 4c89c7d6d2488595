"""Joins lines to paragraphs, and recognizes paragraphs that begin an annex or a section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wgcop.resolutions.footnotes import PrintedFootnote
from wgcop.resolutions.headings import stands_alone
from wgcop.resolutions.labels import read_label
from wgcop.resolutions.source import SourceLine, join

# ANNEX 1 · APPENDIX A · ATTACHMENT II
ANNEX_WORD = r"(?:ANNEX|APPENDIX|ATTACHMENT)(?:\s+(?:\d{1,3}|[A-Z]|[IVX]{1,4}))?"
# ANNEX TO RESOLUTION 208 (DUBAI, 2018)
TO_WHAT = (
    r"(?:\s+TO\s+(?:THE\s+)?(?:(?:DRAFT|COUNCIL)\s+)?(?:RESOLUTION|DECISION|RECOMMENDATION)"
    r"(?:\s+ITU-[RTD])?\s+\d[\w-]*(?:\s*\((?:[^()]|\([^()]*\))*\))?)"
)
# # ANNEX 1 TO RESOLUTION 208, on a line of its own; also Part II, or Annex to this Resolution
_ANNEX_LINE = re.compile(
    rf"(?:#+\s*)?\*{{0,2}}(?P<heading>{ANNEX_WORD}(?:{TO_WHAT}|\s+TO\s+THIS\s+\w+)?|"
    r"(?:SECTION|PART|CHAPTER)\s+(?:\d{1,3}|[IVX]{1,5}))[:.]?\*{0,2}",
    re.IGNORECASE,
)
# *recalling* · **resolves**, to … · _noting_
_EMPHASIZED = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<inside>[^*]+?)(?P=mark)(?P<after>[,:]?)(?P<rest>(?:\s.*)?)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    line: int
    text: str
    gap: bool = False
    indent: int = 0
    bulleted: bool = False
    heading: str = ""
    """The kind of section that the block opens, if the way in which it was cut out shows it; empty
    otherwise.
    """


def gather(
    parts: Iterable[SourceLine | PrintedFootnote], *, wrapped: bool
) -> Iterator[Block | PrintedFootnote]:
    """Yield the lines as paragraphs. A long line is one paragraph; broken lines are joined again."""
    open_lines: list[SourceLine] = []
    for part in parts:
        if isinstance(part, SourceLine) and open_lines and wrapped and _goes_on(open_lines, part):
            open_lines.append(part)
            continue
        if open_lines:
            yield _block(open_lines)
            open_lines = []
        if isinstance(part, PrintedFootnote):
            yield part
        else:
            open_lines.append(part)
    if open_lines:
        yield _block(open_lines)


def _block(lines: list[SourceLine]) -> Block:
    first = lines[0]
    text = join(*(line.text for line in lines))
    return Block(first.number, text, first.gap, first.indent, first.bulleted)


def _goes_on(open_lines: list[SourceLine], line: SourceLine) -> bool:
    if line.gap or line.bulleted or annex_heading(line.text):
        return False
    if read_label(line.text) or emphasized(line.text):
        return False
    if len(open_lines) == 1:
        text = open_lines[0].text
        if annex_heading(text) or emphasized(text) or stands_alone(text):
            return False
    return not (open_lines[-1].text.endswith((",", ".", ";")) and stands_alone(line.text))


def emphasized(text: str) -> tuple[str, str] | None:
    """Return the words in italics at the start of a paragraph and those after them, or None if it
    does not begin in italics.
    """
    if text[0] not in "*_":
        return None
    match = _EMPHASIZED.fullmatch(text)
    if match is None or (match["mark"] == "_" and "_" in match["inside"]):
        return None
    return match["inside"].strip(), match["rest"].strip()


def annex_heading(text: str) -> str | None:
    match = _ANNEX_LINE.fullmatch(text)
    return match["heading"] if match else None

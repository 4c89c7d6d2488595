"""Lines joined to paragraphs, and paragraphs cut where an item or an annex ran into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wgcop.resolutions.footnotes import PrintedFootnote
from wgcop.resolutions.headings import stands_alone
from wgcop.resolutions.labels import LabelReading, read_label, successor
from wgcop.resolutions.source import SourceLine, join

# ANNEX 1 · APPENDIX A · ATTACHMENT II
_ANNEX_WORD = r"(?:ANNEX|APPENDIX|ATTACHMENT)(?:\s+(?:\d{1,3}|[A-Z]|[IVX]{1,4}))?"
# ANNEX TO RESOLUTION 208 (DUBAI, 2018)
_TO_WHAT = (
    r"(?:\s+TO\s+(?:THE\s+)?(?:(?:DRAFT|COUNCIL)\s+)?(?:RESOLUTION|DECISION|RECOMMENDATION)"
    r"(?:\s+ITU-[RTD])?\s+\d[\w-]*(?:\s*\((?:[^()]|\([^()]*\))*\))?)"
)
# # ANNEX 1 TO RESOLUTION 208, on a line of its own; also Part II, or Annex to this Resolution
_ANNEX_LINE = re.compile(
    rf"(?:#+\s*)?\*{{0,2}}(?P<heading>{_ANNEX_WORD}(?:{_TO_WHAT}|\s+TO\s+THIS\s+\w+)?|"
    r"(?:SECTION|PART|CHAPTER)\s+(?:\d{1,3}|[IVX]{1,5}))[:.]?\*{0,2}",
    re.IGNORECASE,
)
# … by the Council. | ANNEX TO RESOLUTION 25
_ANNEX_RUN_IN = re.compile(rf"(?<=[.;,:)”\"] )(?P<heading>{_ANNEX_WORD}{_TO_WHAT})")
# ANNEX TO RESOLUTION 25 | Regional presence …
_ANNEX_START = re.compile(rf"(?P<heading>{_ANNEX_WORD}{_TO_WHAT})(?=\s)")
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
    sure: str = ""
    """The kind of heading that it certainly is; empty otherwise."""


def gather(
    parts: Iterable[SourceLine | PrintedFootnote], *, wrapped: bool
) -> Iterator[Block | PrintedFootnote]:
    """Lines as paragraphs: a long line is one, broken lines are joined again."""
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
    """The words in italics at the start of a paragraph, and those after them."""
    if text[0] not in "*_":
        return None
    match = _EMPHASIZED.fullmatch(text)
    if match is None or (match["mark"] == "_" and "_" in match["inside"]):
        return None
    return match["inside"].strip(), match["rest"].strip()


def annex_heading(text: str) -> str | None:
    match = _ANNEX_LINE.fullmatch(text)
    return match["heading"] if match else None


def cut_annex(block: Block) -> tuple[Block | None, Block, Block | None] | None:
    """The text before the annex, its heading, and the text after it on the same line."""
    if annex_heading(block.text):
        return None
    match = _ANNEX_START.match(block.text) or _ANNEX_RUN_IN.search(block.text)
    if match is None:
        return None
    before, after = block.text[: match.start()].rstrip(), block.text[match.end() :].lstrip()
    return (
        replace(block, text=before) if before else None,
        replace(block, text=match["heading"], gap=False, bulleted=False),
        Block(block.line, after) if after else None,
    )


def cut_items(
    block: Block, reading: LabelReading, *, nested: bool, upcoming: tuple[LabelReading, ...]
) -> list[Block]:
    """The items of a list that ran on in one paragraph; the block alone if it is a sentence."""
    kind, style = reading.family
    if kind == "letter" and not nested:
        # Running sentences hold lists of their own: only a letter that the next line misses is an item.
        return _cut_missing_letters(block, reading, upcoming)
    if any(after.follows(reading) for after in upcoming):
        return [block]
    pieces, start, pos = [], 0, 0
    while True:
        label = successor(reading)
        match = _next_item(label, bare=style == "").search(block.text, pos)
        if match is None:
            break
        pieces.append(block.text[start : match.start()].rstrip())
        start = pos = match.start("item")
        reading = replace(reading, number=reading.number + 1, suffix=0)
        if any(after.follows(reading) for after in upcoming) and style == "":
            break
    pieces.append(block.text[start:])
    return _as_blocks(block, pieces)


def _cut_missing_letters(
    block: Block, reading: LabelReading, upcoming: tuple[LabelReading, ...]
) -> list[Block]:
    missing = max((after.skips(reading) for after in upcoming if not after.suffix), default=0)
    if not missing or re.search(r"\s\(?a\)\s", block.text):
        return [block]
    pieces, start = [], 0
    for _ in range(missing):
        match = _next_item(successor(reading), bare=False).search(block.text, start)
        if match is None:
            return [block]
        pieces.append(block.text[start : match.start()].rstrip())
        start = match.start("item")
        reading = replace(reading, number=reading.number + 1, suffix=0)
    return _as_blocks(block, [*pieces, block.text[start:]])


def _next_item(label: str, *, bare: bool) -> re.Pattern[str]:
    if bare:
        return re.compile(
            rf"(?<=[;.,])(?<!\bNo\.)(?<!\bNos\.)\s(?P<item>{re.escape(label)}\s"
            r"(?=[a-z]{2,}[\s,])(?!(?:above|below|of|and|or)\b))"
        )
    return re.compile(
        rf"(?:(?<=[;,:.])|(?<=[;,:.]\sand)|(?<=[;,:.]\sor))\s(?P<item>{re.escape(label)}\s)"
    )


def _as_blocks(block: Block, pieces: list[str]) -> list[Block]:
    first = replace(block, text=pieces[0])
    return [first, *(replace(block, text=piece, gap=False, bulleted=False) for piece in pieces[1:])]

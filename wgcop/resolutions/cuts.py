"""Cuts paragraphs where an annex or the next item of a list ran into them."""

from __future__ import annotations

import re
from dataclasses import replace

from wgcop.resolutions.blocks import ANNEX_WORD, TO_WHAT, Block, annex_heading
from wgcop.resolutions.labels import LabelReading, successor

# … by the Council. | ANNEX TO RESOLUTION 25
_ANNEX_RUN_IN = re.compile(rf"(?<=[.;,:)”\"] )(?P<heading>{ANNEX_WORD}{TO_WHAT})")
# ANNEX TO RESOLUTION 25 | Regional presence …
_ANNEX_START = re.compile(rf"(?P<heading>{ANNEX_WORD}{TO_WHAT})(?=\s)")

# “… measures: a) to report; b) to …”: the paragraph has a list of its own.
_LIST_OF_ITS_OWN = re.compile(r"\s\(?a\)\s")


def cut_annex(block: Block) -> tuple[Block | None, Block, Block | None] | None:
    """Return the text before the annex, its heading, and the text after it on the same line. Return
    None if no annex ran into the block.
    """
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
    """Return the items of a list that run on in one paragraph, or only the block itself if it is a
    sentence.
    """
    if reading.kind == "letter" and not nested:
        # Sentences contain lists of their own, so a letter is an item only if the next label skips it.
        return _cut_missing_letters(block, reading, upcoming)
    if any(after.follows(reading) for after in upcoming):
        return [block]
    is_bare = reading.style == ""
    pieces, start = [], 0
    while match := _next_item(successor(reading), bare=is_bare).search(block.text, start):
        pieces.append(block.text[start : match.start()].rstrip())
        start = match.start("item")
        reading = _one_on(reading)
        if is_bare and any(after.follows(reading) for after in upcoming):
            break
    return _as_blocks(block, [*pieces, block.text[start:]])


def _cut_missing_letters(
    block: Block, reading: LabelReading, upcoming: tuple[LabelReading, ...]
) -> list[Block]:
    missing = max((after.skips(reading) for after in upcoming if not after.suffix), default=0)
    if not missing or _LIST_OF_ITS_OWN.search(block.text):
        return [block]
    pieces, start = [], 0
    for _ in range(missing):
        match = _next_item(successor(reading), bare=False).search(block.text, start)
        if match is None:
            return [block]
        pieces.append(block.text[start : match.start()].rstrip())
        start = match.start("item")
        reading = _one_on(reading)
    return _as_blocks(block, [*pieces, block.text[start:]])


def _one_on(reading: LabelReading) -> LabelReading:
    return replace(reading, number=reading.number + 1, suffix=0)


def _next_item(label: str, *, bare: bool) -> re.Pattern[str]:
    if bare:  # “… ; 2 to report”, and not “… ; 2 above”
        return re.compile(
            rf"(?<=[;.,])(?<!\bNo\.)(?<!\bNos\.)\s(?P<item>{re.escape(label)}\s"
            r"(?=[a-z]{2,}[\s,])(?!(?:above|below|of|and|or)\b))"
        )
    # “… ; b) to report”, also after “and” or “or”
    return re.compile(
        rf"(?:(?<=[;,:.])|(?<=[;,:.]\sand)|(?<=[;,:.]\sor))\s(?P<item>{re.escape(label)}\s)"
    )


def _as_blocks(block: Block, pieces: list[str]) -> list[Block]:
    first = replace(block, text=pieces[0])
    return [first, *(replace(block, text=piece, gap=False, bulleted=False) for piece in pieces[1:])]

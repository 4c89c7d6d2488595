"""Reads the annexes at the end of a resolution: heading, title and paragraphs of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wgcop.resolutions.blocks import Block, annex_heading
from wgcop.resolutions.cuts import cut_annex
from wgcop.resolutions.labels import read_label
from wgcop.resolutions.source import join
from wgcop.resolutions.tree import Annex

_TO_RESOLUTION = re.compile(r"\*{0,2}\(?to (?:resolution|decision|recommendation)\b", re.IGNORECASE)
_LONGEST_TITLE = 250


def read_annexes(blocks: Iterable[Block]) -> Iterator[Annex]:
    ahead = list(blocks)[::-1]
    heading, paragraphs = "", []
    while ahead:
        block = ahead.pop()
        if cut := cut_annex(block):
            before, title, after = cut
            if before:
                paragraphs.append(before.text)
            if heading:
                yield _annex(heading, paragraphs)
            heading, paragraphs = title.text, []
            if after:
                ahead.append(after)
        elif heading and not paragraphs and _TO_RESOLUTION.match(block.text):
            heading = join(heading, block.text.strip("*"))
        elif following_heading := annex_heading(block.text):
            if heading:
                yield _annex(heading, paragraphs)
            heading, paragraphs = following_heading, []
        else:
            paragraphs.append(block.text)
    if heading:
        yield _annex(heading, paragraphs)


def _annex(heading: str, paragraphs: list[str]) -> Annex:
    first = paragraphs[0].strip("*# ") if len(paragraphs) > 1 else ""
    if first and len(first) <= _LONGEST_TITLE and first[-1] not in ".;:," and not read_label(first):
        return Annex(heading, first, tuple(paragraphs[1:]))
    return Annex(heading, "", tuple(paragraphs))

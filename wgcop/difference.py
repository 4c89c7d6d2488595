"""What changed between two texts, word by word, with long stretches that stayed alike left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "deleted", "inserted", "left-out"]

AROUND = 160
"""So many letters are shown before and after a change."""
_MOST_COMPARED = 2_000_000
"""Pairs of words; whole paragraphs stand for what is longer, since comparing it would take seconds."""
# With the blanks before it: a blank alone would be found alike everywhere.
_WORD = re.compile(r"[^\S\n]*\w+|[^\S\n]*[^\w\s]|\s+")


@dataclass(frozen=True)
class Piece:
    kind: Kind
    words: str


def difference(old: str, new: str) -> list[Piece]:
    """Empty if nothing changed."""
    if old == new:
        return []
    pieces = [
        Piece(kind, "".join(piece.words for piece in run))
        for kind, run in groupby(_by_lines(old, new), lambda piece: piece.kind)
    ]
    return [
        shown for at, piece in enumerate(pieces) for shown in _shortened(piece, at, len(pieces))
    ]


def _by_lines(old: str, new: str) -> Iterator[Piece]:
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, old_part, new_part in _compared(before, after):
        if kind == "same":
            yield Piece("same", old_part)
        else:
            yield from _by_words(old_part, new_part)


def _by_words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) * len(after) > _MOST_COMPARED:
        parts = [("changed", old, new)]
    else:
        parts = list(_compared(before, after))
    for kind, old_part, new_part in parts:
        if kind == "same":
            yield Piece("same", old_part)
            continue
        if old_part:
            yield Piece("deleted", old_part)
        if new_part:
            yield Piece("inserted", new_part)


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        yield ("same" if kind == "equal" else "changed", "".join(before[i:j]), "".join(after[k:m]))


def _shortened(piece: Piece, at: int, total: int) -> Iterator[Piece]:
    """Of what stayed alike, the ends that stand beside a change."""
    words = piece.words
    head = 0 if at == 0 else AROUND
    tail = 0 if at == total - 1 else AROUND
    if piece.kind != "same" or len(words) <= head + tail + AROUND:
        yield piece
        return
    if head:
        yield Piece("same", words[: _at_a_space(words, head)])
    yield Piece("left-out", "")
    if tail:
        yield Piece("same", words[_at_a_space(words, len(words) - tail) :])


def _at_a_space(words: str, at: int) -> int:
    found = words.find(" ", at)
    return found if 0 <= found < at + 40 else at

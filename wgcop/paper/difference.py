"""What changed between two texts, word by word, with long stretches that stayed alike left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Literal

Kind = Literal["same", "deleted", "inserted", "left-out"]

AROUND = 160
"""So many letters are shown before and after a change."""
_MOST_COMPARED = 1_000_000
"""Pairs of lines, or of words; what is more stands as a whole, since comparing it could take minutes."""
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
    for kind, old_part, new_part in _compared(old.splitlines(True), new.splitlines(True)):
        if kind == "same":
            yield Piece("same", old_part)
        else:
            yield from _by_words(old_part, new_part)


def _by_words(old: str, new: str) -> Iterator[Piece]:
    for kind, old_part, new_part in _compared(_WORD.findall(old), _WORD.findall(new)):
        if kind == "same":
            yield Piece("same", old_part)
            continue
        if old_part:
            yield Piece("deleted", old_part)
        if new_part:
            yield Piece("inserted", new_part)


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """Stretches that are alike, and pairs that are not; what begins or ends alike is found at once."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    if head:
        yield "same", "".join(before[:head]), ""
    left, right = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(left) * len(right) > _MOST_COMPARED:
        yield "changed", "".join(left), "".join(right)
    else:
        for kind, i, j, k, m in SequenceMatcher(None, left, right).get_opcodes():
            same = "same" if kind == "equal" else "changed"
            yield same, "".join(left[i:j]), "".join(right[k:m])
    if tail:
        yield "same", "".join(before[len(before) - tail :]), ""


def _alike(before: list[str], after: list[str]) -> int:
    """How many they begin with in common."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    )


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

"""What changed between two texts, word by word. Long stretches that stayed the same are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from wgcop.paper.align import common_start

Kind = Literal["same", "deleted", "inserted", "left-out"]

AROUND = 160
"""How many letters are shown before and after a change."""
_MOST_COMPARED = 1_000_000
"""Pairs of lines or of words. Beyond that the two are shown whole, since comparing could take minutes."""
# With the blanks before it: a blank alone would match everywhere.
_WORD = re.compile(r"[^\S\n]*\w+|[^\S\n]*[^\w\s]|\s+")


@dataclass(frozen=True)
class DifferencePart:
    kind: Kind
    words: str


def difference(old: str, new: str) -> list[DifferencePart]:
    """The new text and what went from it, as stretches in reading order; empty if nothing changed."""
    if old == new:
        return []
    stretches = [
        DifferencePart(kind, "".join(stretch.words for stretch in run))
        for kind, run in groupby(_by_lines(old, new), lambda stretch: stretch.kind)
    ]
    total = len(stretches)
    return [part for at, whole in enumerate(stretches) for part in _shortened(whole, at, total)]


def _by_lines(old: str, new: str) -> Iterator[DifferencePart]:
    for kind, old_part, new_part in _compared(old.splitlines(True), new.splitlines(True)):
        if kind == "same":
            yield DifferencePart("same", old_part)
        else:
            yield from _by_words(old_part, new_part)


def _by_words(old: str, new: str) -> Iterator[DifferencePart]:
    for kind, old_part, new_part in _compared(_WORD.findall(old), _WORD.findall(new)):
        if kind == "same":
            yield DifferencePart("same", old_part)
            continue
        if old_part:
            yield DifferencePart("deleted", old_part)
        if new_part:
            yield DifferencePart("inserted", new_part)


def _compared(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    """Stretches that are the same, and pairs that are not. The common beginning and end are cut off first."""
    head = common_start(before, after)
    tail = common_start(before[head:][::-1], after[head:][::-1])
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


def _shortened(stretch: DifferencePart, at: int, total: int) -> Iterator[DifferencePart]:
    """Of what stayed the same, only the ends beside a change."""
    words = stretch.words
    head = 0 if at == 0 else AROUND
    tail = 0 if at == total - 1 else AROUND
    if stretch.kind != "same" or len(words) <= head + tail + AROUND:
        yield stretch
        return
    if head:
        yield DifferencePart("same", words[: _at_a_space(words, head)])
    yield DifferencePart("left-out", "")
    if tail:
        yield DifferencePart("same", words[_at_a_space(words, len(words) - tail) :])


def _at_a_space(words: str, at: int) -> int:
    space = words.find(" ", at)
    return space if 0 <= space < at + 40 else at

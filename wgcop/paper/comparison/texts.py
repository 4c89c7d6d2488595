"""The differences between two plain texts, word by word. Long unchanged stretches are left out
(pure).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from wgcop.paper.comparison.sequences import runs
from wgcop.paper.comparison.words import word_runs, words

Kind = Literal["same", "deleted", "inserted", "left-out"]

AROUND = 160
"""The number of letters shown before and after a change."""


@dataclass(frozen=True)
class DifferencePart:
    kind: Kind
    words: str


def difference(old: str, new: str) -> list[DifferencePart]:
    """Return the new text and the deleted parts, as stretches in reading order; empty if nothing
    changed.
    """
    if old == new:
        return []
    stretches = [
        DifferencePart(kind, "".join(stretch.words for stretch in run))
        for kind, run in groupby(_by_lines(old, new), lambda stretch: stretch.kind)
    ]
    total = len(stretches)
    return [part for at, whole in enumerate(stretches) for part in _shortened(whole, at, total)]


def _by_lines(old: str, new: str) -> Iterator[DifferencePart]:
    before, after = old.splitlines(True), new.splitlines(True)
    for run in runs(before, after):
        one = "".join(before[n] for n in run.old)
        if run.same:
            yield DifferencePart("same", one)
        else:
            yield from _by_words(one, "".join(after[n] for n in run.new))


def _by_words(old: str, new: str) -> Iterator[DifferencePart]:
    before, after = words(old), words(new)
    for run in word_runs(before, after):
        one, other = "".join(before[n] for n in run.old), "".join(after[n] for n in run.new)
        if run.same:
            yield DifferencePart("same", one)
            continue
        if one:
            yield DifferencePart("deleted", one)
        if other:
            yield DifferencePart("inserted", other)


def _shortened(stretch: DifferencePart, at: int, total: int) -> Iterator[DifferencePart]:
    """Yield the stretches, but of a long unchanged one only the ends next to a change."""
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

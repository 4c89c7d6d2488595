"""Finds the passages that two texts share, with their positions in both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.each_once import once_of_sorted
from wgcop.radar.matching.overlap import LENGTH, Shingles, Word, holds, sequence, words

LEAST_WORDS = 6
WIDEST_GAP = 6
"""The most words between two stretches, in both texts, that become one passage."""
MOST_PASSAGES = 12
MOST_PAIRS = 400
"""The most pairs of occurrences of one shingle that are all formed. Beyond it, the first occurrence
is paired with the first, and so on.
"""

Places = npt.NDArray[np.int64]


class PassagePart(NamedTuple):
    start: int
    end: int
    is_shared: bool


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage in both texts. Its parts cover it from start to end, shared ones and gaps."""

    draft: tuple[PassagePart, ...]
    other: tuple[PassagePart, ...]
    words: int
    """The number of words that agree."""


class SharedRun(NamedTuple):
    """A run of `length` words that are the same from these places on."""

    draft: int
    other: int
    length: int


def shared_passages(draft: str, other: str, *, most: int = MOST_PASSAGES) -> list[SharedPassage]:
    """Return the longest shared passages, in the order of the draft."""
    in_draft, in_other = words(draft), words(other)
    runs = _without_overlaps(
        _runs(sequence([w.text for w in in_draft]), sequence([w.text for w in in_other]))
    )
    passages = [_passage(group, in_draft, in_other) for group in _merged(runs)]
    passages.sort(key=lambda passage: (-passage.words, passage.draft[0].start))
    long = [passage for passage in passages if passage.words >= LEAST_WORDS]
    return sorted((long or passages[:1])[:most], key=lambda passage: passage.draft[0].start)


def _runs(draft: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> list[SharedRun]:
    """Return all runs of shingles that are consecutive in both texts."""
    i, j = (np.concatenate(side) for side in zip(*_pairs(draft, other), strict=True))
    if not len(i):
        return []
    order = np.lexsort((i, i - j))
    i, j = i[order], j[order]
    breaks = np.flatnonzero((np.diff(i) != 1) | (np.diff(j) != 1)) + 1
    starts = np.concatenate(([0], breaks))
    lengths = np.diff(np.concatenate((starts, [len(i)]))) + LENGTH - 1
    return [
        SharedRun(int(first), int(second), int(length))
        for first, second, length in zip(i[starts], j[starts], lengths, strict=True)
    ]


def _pairs(
    draft: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]
) -> Iterator[tuple[Places, Places]]:
    order_draft, order_other = np.argsort(draft, kind="stable"), np.argsort(other, kind="stable")
    sorted_draft, sorted_other = draft[order_draft], other[order_other]
    common = once_of_sorted(sorted_draft)
    common = common[holds(sorted_other, common)]
    first, last = _between(sorted_draft, common)
    begin, end = _between(sorted_other, common)
    once = (last - first == 1) & (end - begin == 1)
    yield order_draft[first[once]], order_other[begin[once]]
    for place in np.flatnonzero(~once):
        here = order_draft[first[place] : last[place]]
        there = order_other[begin[place] : end[place]]
        if len(here) * len(there) > MOST_PAIRS:
            both = min(len(here), len(there))
            yield here[:both], there[:both]
        else:
            yield np.repeat(here, len(there)), np.tile(there, len(here))


def _between(sorted_values: Shingles, wanted: Shingles) -> tuple[Places, Places]:
    """Return where each wanted value begins and ends among the sorted ones."""
    return (
        np.searchsorted(sorted_values, wanted, side="left"),
        np.searchsorted(sorted_values, wanted, side="right"),
    )


def _without_overlaps(runs: list[SharedRun]) -> list[SharedRun]:
    """Return runs without overlaps, in the order of the draft. The longest run takes its words
    first.
    """
    used_draft: set[int] = set()
    used_other: set[int] = set()
    apart: list[SharedRun] = []
    for run in sorted(runs, key=lambda run: (-run.length, run.draft + run.other, run.draft)):
        for part in _free_parts(run, used_draft, used_other):
            used_draft.update(range(part.draft, part.draft + part.length))
            used_other.update(range(part.other, part.other + part.length))
            apart.append(part)
    return sorted(apart)


def _free_parts(run: SharedRun, used_draft: set[int], used_other: set[int]) -> list[SharedRun]:
    parts: list[SharedRun] = []
    begin: int | None = None
    for step in range(run.length + 1):
        is_free = (
            step < run.length
            and run.draft + step not in used_draft
            and run.other + step not in used_other
        )
        if is_free and begin is None:
            begin = step
        elif not is_free and begin is not None:
            if step - begin >= LENGTH:
                parts.append(SharedRun(run.draft + begin, run.other + begin, step - begin))
            begin = None
    return parts


def _merged(runs: Sequence[SharedRun]) -> Iterator[list[SharedRun]]:
    group: list[SharedRun] = []
    for run in runs:
        if group:
            last = group[-1]
            gaps = (
                run.draft - last.draft - last.length,
                run.other - last.other - last.length,
            )
            if not all(0 <= gap <= WIDEST_GAP for gap in gaps):
                yield group
                group = []
        group.append(run)
    if group:
        yield group


def _passage(group: list[SharedRun], draft: list[Word], other: list[Word]) -> SharedPassage:
    return SharedPassage(
        draft=tuple(_parts([(run.draft, run.length) for run in group], draft)),
        other=tuple(_parts([(run.other, run.length) for run in group], other)),
        words=sum(run.length for run in group),
    )


def _parts(stretches: list[tuple[int, int]], words: list[Word]) -> Iterator[PassagePart]:
    place: int | None = None
    for first, length in stretches:
        start, end = words[first].start, words[first + length - 1].end
        if place is not None and place < start:
            yield PassagePart(place, start, False)
        yield PassagePart(max(start, place or 0), end, True)
        place = end

"""The common parts of two sequences, in order: longest common subsequences, in bounded time (pure)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

MOST_PAIRS = 100_000_000
"""The number of pairs of pieces up to which a stretch is compared in full; each takes a bit of
memory. A larger stretch counts as changed.
"""
_FEW_PAIRS = 4_000_000
_DEEPEST = 8

Pair = tuple[int, int]


class Run(NamedTuple):
    """A stretch of both sequences that is the same or is changed. In a changed one, either side may
    be empty.
    """

    same: bool
    old: range
    new: range


def runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return both sequences from beginning to end, as same and changed stretches in turn."""
    return runs_between(pairs(old, new), len(old), len(new))


def runs_between(matched: Sequence[Pair], olds: int, news: int) -> list[Run]:
    """Return the runs of two sequences of these lengths that are the same at the `matched` places."""
    stretches: list[Run] = []
    at_old = at_new = 0
    for start, other, length in _stretches(matched):
        if start > at_old or other > at_new:
            stretches.append(Run(False, range(at_old, start), range(at_new, other)))
        at_old, at_new = start + length, other + length
        stretches.append(Run(True, range(start, at_old), range(other, at_new)))
    if at_old < olds or at_new < news:
        stretches.append(Run(False, range(at_old, olds), range(at_new, news)))
    return stretches


def pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Return the places of equal pieces, rising on both sides."""
    names: dict[Hashable, int] = {}
    left = [names.setdefault(piece, len(names)) for piece in old]
    right = [names.setdefault(piece, len(names)) for piece in new]
    return sorted(_common(left, right))


def filled(anchors: Sequence[Pair], old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Return these pairs, and all other equal pieces between them."""
    matched: list[Pair] = []
    i = j = 0
    for at, other in [*anchors, (len(old), len(new))]:
        matched += ((i + a, j + b) for a, b in pairs(old[i:at], new[j:other]))
        i, j = at + 1, other + 1
        matched.append((at, other))
    return matched[:-1]


def common_start(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Return the number of pieces in the common beginning of the two."""
    both = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], both))


def heaviest_chain(candidates: Sequence[Pair], weight: Callable[[Pair], int]) -> list[Pair]:
    """Return, from pairs that may cross, the heaviest set of pairs that are in order on both sides."""
    # For one old place the last new one comes first, so that no chain holds an old place twice.
    ordered = sorted(candidates, key=lambda pair: (pair[0], -pair[1]))
    size = max((new for _old, new in ordered), default=0) + 2
    best: list[tuple[int, int]] = [(0, -1)] * size  # a Fenwick tree of prefix maxima
    before = [-1] * len(ordered)
    top = (0, -1)
    for index, pair in enumerate(ordered):
        total, before[index] = _highest(best, pair[1])
        mine = (total + weight(pair), index)
        _raise(best, pair[1] + 1, mine)
        top = max(top, mine)
    chain: list[Pair] = []
    at = top[1]
    while at >= 0:
        chain.append(ordered[at])
        at = before[at]
    return chain[::-1]


def _stretches(matched: Sequence[Pair]) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at < len(matched):
        end = at + 1
        while end < len(matched) and (
            matched[end][0] == matched[end - 1][0] + 1
            and matched[end][1] == matched[end - 1][1] + 1
        ):
            end += 1
        yield *matched[at], end - at
        at = end


def _common(old: list[int], new: list[int]) -> Iterator[Pair]:
    """Yield the pairs of a common subsequence. Large stretches are cut where a piece occurs once on
    each side; small ones are solved exactly.
    """
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        i, end, j, stop, depth = waiting.pop()
        head = common_start(old[i:end], new[j:stop])
        yield from ((i + n, j + n) for n in range(head))
        i, j = i + head, j + head
        tail = common_start(old[i:end][::-1], new[j:stop][::-1])
        end, stop = end - tail, stop - tail
        yield from ((end + n, stop + n) for n in range(tail))
        size = (end - i) * (stop - j)
        if not size:
            continue
        anchors = (
            _anchors(old, new, (i, end, j, stop)) if size > _FEW_PAIRS and depth < _DEEPEST else []
        )
        if anchors:
            for at, other in [*anchors, (end, stop)]:
                waiting.append((i, at, j, other, depth + 1))
                i, j = at + 1, other + 1
            yield from anchors
        elif size <= MOST_PAIRS:
            yield from ((i + a, j + b) for a, b in _longest(old[i:end], new[j:stop]))


def _anchors(old: list[int], new: list[int], place: tuple[int, int, int, int]) -> list[Pair]:
    i, end, j, stop = place
    once, once_new = Counter(old[i:end]), Counter(new[j:stop])
    where = {piece: n for n, piece in enumerate(new[j:stop], start=j) if once_new[piece] == 1}
    both = [(n, where[p]) for n, p in enumerate(old[i:end], start=i) if once[p] == 1 and p in where]
    ends: list[int] = []
    lasts: list[int] = []
    before = [-1] * len(both)
    for index, (_old, other) in enumerate(both):
        at = bisect_left(ends, other)
        before[index] = lasts[at - 1] if at else -1
        ends[at : at + 1], lasts[at : at + 1] = [other], [index]
    chain: list[Pair] = []
    last = lasts[-1] if lasts else -1
    while last >= 0:
        chain.append(both[last])
        last = before[last]
    return chain[::-1]


def _longest(old: list[int], new: list[int]) -> list[Pair]:
    """Return a longest common subsequence.

    One row is a whole number with a bit for each piece of `new`, so that a row costs only a few
    machine operations (Hyyrö's algorithm).
    """
    masks: dict[int, int] = {}
    for n, piece in enumerate(new):
        masks[piece] = masks.get(piece, 0) | 1 << n
    full = (1 << len(new)) - 1
    row = full
    rows = [row]
    for piece in old:
        hits = row & masks.get(piece, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    longest: list[Pair] = []
    i, j = len(old), len(new)
    while i and j:
        if old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            longest.append((i, j))
        elif rows[i] >> (j - 1) & 1:  # the last piece of `new` adds nothing here
            j -= 1
        else:
            i -= 1
    return longest[::-1]


def _highest(best: list[tuple[int, int]], end: int) -> tuple[int, int]:
    """Return the heaviest chain that ends before this place."""
    top = (0, -1)
    while end > 0:
        top = max(top, best[end])
        end -= end & -end
    return top


def _raise(best: list[tuple[int, int]], at: int, value: tuple[int, int]) -> None:
    while at < len(best):
        best[at] = max(best[at], value)
        at += at & -at

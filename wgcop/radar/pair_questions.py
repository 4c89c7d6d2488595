"""Chooses the pairs of near-identical works that the secretariat judges, as few as possible (pure).

Judged pairs are not asked about again. If several works were judged alike, a new one is compared
with only one of them.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

PairOfIds = tuple[str, str]


def pairs_to_ask(
    near: Iterable[PairOfIds], *, alike: Iterable[PairOfIds], apart: Iterable[PairOfIds]
) -> list[PairOfIds]:
    """Return the pairs to judge. They form a spanning tree of each cluster, which grows from the
    work with the most neighbours.
    """
    group = Groups(alike)
    settled = {frozenset((group[one], group[other])) for one, other in apart}
    between: dict[str, dict[str, PairOfIds]] = defaultdict(dict)
    for one, other in sorted(near):
        here, there = group[one], group[other]
        if here != there and frozenset((here, there)) not in settled:
            between[here].setdefault(there, (other, one))
            between[there].setdefault(here, (one, other))
    return list(_outwards(between))


def _outwards(between: Mapping[str, Mapping[str, PairOfIds]]) -> Iterator[PairOfIds]:
    """Yield pairs breadth first from the middle of each cluster, so that every other work comes
    once.
    """
    reached: set[str] = set()
    for middle in sorted(between, key=lambda group: (-len(between[group]), group)):
        waiting = deque([middle] if middle not in reached else [])
        reached.add(middle)
        while waiting:
            for there, two in between[waiting.popleft()].items():
                if there not in reached:
                    reached.add(there)
                    waiting.append(there)
                    yield two


class Groups:
    """The groups of works that these pairs connect. A group is named by the first id in it."""

    def __init__(self, pairs: Iterable[PairOfIds]) -> None:
        self._first: dict[str, str] = {}
        for one, other in pairs:
            first, second = sorted((self[one], self[other]))
            self._first[second] = first

    def __getitem__(self, one: str) -> str:
        while (before := self._first.get(one, one)) != one:
            one = before
        return one

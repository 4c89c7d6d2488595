"""What is to be asked of works that are nearly the same, so that few questions say all (pure).

Pairs of which somebody has said how they stand to each other are not asked about again; where works were called
alike, a new one is set beside one of them, and not beside each.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping

PairOfIds = tuple[str, str]


def pairs_to_ask(
    near: Iterable[PairOfIds], *, alike: Iterable[PairOfIds], apart: Iterable[PairOfIds]
) -> list[PairOfIds]:
    """Pairs each work with one work of its cluster: the one most similar to the others, or a step towards it."""
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
    """Walks each cluster from its best-connected work outwards."""
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
    """Groups linked pairs; a group is named after its first member."""

    def __init__(self, pairs: Iterable[PairOfIds]) -> None:
        self._first: dict[str, str] = {}
        for one, other in pairs:
            first, second = sorted((self[one], self[other]))
            self._first[second] = first

    def __getitem__(self, one: str) -> str:
        while (before := self._first.get(one, one)) != one:
            one = before
        return one

"""The alignment of two texts: which units are the same, which moved, and which only one of them has
(pure).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wgcop.paper.comparison.sequences import Pair, heaviest_chain, pairs
from wgcop.paper.comparison.units import Unit
from wgcop.paper.comparison.words import words_alike, words_contained

_ALIKE = 0.5
"""The smallest share of common words at which a unit counts as a new wording of another."""
_SAME_PLACE = 0.3
"""The same share for two units that are the only ones between units that were kept."""
_SAME_ID = 0.3
"""The same share for units with the same id, unless the old words are elsewhere, unchanged."""
_CONTAINED = 0.8
"""The smallest share of the shorter unit's words that must be in the longer unit for it to count as
an extended version of the shorter one.
"""
_MOVED = 0.8
_FEW_WORDS = 6
_VERY_FEW_WORDS = 3
_TELLING = 3
"""The smallest number of words at which a unit found elsewhere counts as moved, rather than removed
and added.
"""
_BEGINNING = 2
"""The number of equal words that do not count as equal, because words are compared with the space
before them: the first of either text.
"""
_MOST_TRIALS = 20_000
_NEARBY = 30


@dataclass(frozen=True)
class Alignment:
    """The pairs of matching places in the old and the new text. `kept` are in order on both sides;
    `moved` are units that are now elsewhere.
    """

    kept: list[Pair]
    moved: list[Pair]

    def in_order(self, olds: int, news: int) -> Iterator[tuple[int | None, int | None]]:
        """Yield the places of all units in reading order. Between two units that both texts have,
        those that only the old text has come first.
        """
        i = j = 0
        for old, new in [*self.kept, (olds, news)]:
            yield from ((n, None) for n in range(i, old))
            yield from ((None, n) for n in range(j, new))
            if old < olds:
                yield old, new
            i, j = old + 1, new + 1


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    if len(old) == len(new) == 1 and old[0].family == new[0].family:
        return Alignment([(0, 0)], [])
    return _Aligning(old, new).align()


class _Aligning:
    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self.old, self.new = old, new
        self.trials = _MOST_TRIALS

    def align(self) -> Alignment:
        same = self._same_units()
        chain = heaviest_chain(same, lambda pair: 1 + self.old[pair[0]].bag.total())
        crossing = {
            (a, b) for a, b in set(same) - set(chain) if self.old[a].bag.total() >= _TELLING
        }
        taken_old = {a for a, _b in crossing}
        taken_new = {b for _a, b in crossing}
        kept: list[Pair] = []
        i = j = 0
        for a, b in [*chain, (len(self.old), len(self.new))]:
            olds = [n for n in range(i, a) if n not in taken_old]
            news = [n for n in range(j, b) if n not in taken_new]
            kept += [*self._reworded(olds, news), (a, b)]
            i, j = a + 1, b + 1
        kept.pop()
        return Alignment(kept, sorted([*crossing, *self._moved_and_reworded(kept, crossing)]))

    def _same_units(self) -> list[Pair]:
        """Match units by id unless the words contradict it, then by words in the same order, then
        by words anywhere.
        """
        same = self._with_same_id()
        left, right = self._rest(same)
        keys, others = [self.old[n].key for n in left], [self.new[n].key for n in right]
        same += [(left[a], right[b]) for a, b in pairs(keys, others)]
        left, right = self._rest(same)
        return same + self._elsewhere(left, right)

    def _with_same_id(self) -> list[Pair]:
        places = {unit.id: unit.place for unit in self.new if unit.id}
        keys_old, keys_new = {u.key for u in self.old}, {u.key for u in self.new}
        same = []
        for unit in self.old:
            other = self.new[places[unit.id]] if unit.id in places else None
            if other is None or unit.family != other.family:
                continue
            stands_elsewhere = unit.key in keys_new or other.key in keys_old
            if (
                unit.key == other.key
                or not stands_elsewhere
                or self._alike(unit, other) >= _SAME_ID
            ):
                same.append((unit.place, other.place))
        return same

    def _elsewhere(self, left: list[int], right: list[int]) -> list[Pair]:
        """Return the pairs of units with the same words that occur once on each side."""
        places: dict[str, list[int]] = defaultdict(list)
        for n in right:
            places[self.new[n].key].append(n)
        places_in_old: dict[str, list[int]] = defaultdict(list)
        for n in left:
            places_in_old[self.old[n].key].append(n)
        return [
            (olds[0], places[key][0])
            for key, olds in places_in_old.items()
            if len(olds) == len(places.get(key, ())) == 1
        ]

    def _reworded(self, olds: list[int], news: list[int]) -> list[Pair]:
        """Match units that resemble one another, in order, between the units that both texts have."""
        if len(olds) == len(news) == 1:
            one, other = self.old[olds[0]], self.new[news[0]]
            short = max(one.bag.total(), other.bag.total()) <= _FEW_WORDS
            if one.node["type"] == other.node["type"] and (
                short or self._alike(one, other) >= _SAME_PLACE
            ):
                return [(olds[0], news[0])]
        alike: dict[Pair, int] = {}
        for at, a in enumerate(olds):
            around = at * len(news) // len(olds)
            for b in news[max(around - _NEARBY, 0) : around + _NEARBY]:
                share = self._alike(self.old[a], self.new[b])
                if share > _ALIKE:
                    alike[a, b] = round(100 * share)
                elif share := self._contained(self.old[a], self.new[b]):
                    alike[a, b] = round(100 * _ALIKE * share)  # less than any that are alike
        chain = heaviest_chain(list(alike), lambda pair: alike[pair])
        return sorted([*chain, *self._at_the_same_place(chain, olds, news)])

    def _at_the_same_place(
        self, chain: list[Pair], olds: list[int], news: list[int]
    ) -> Iterator[Pair]:
        """Yield the pairs of short units of which one word changed, if there are as many units on
        both sides between two that both texts have.

        Among two or three words one change is too large a share for the rest to show that they are
        alike.
        """
        ends = [(-1, -1), *chain, (len(self.old), len(self.new))]
        for (a, b), (c, d) in pairwise(ends):
            left, right = [n for n in olds if a < n < c], [n for n in news if b < n < d]
            if len(left) == len(right):
                both = zip(left, right, strict=True)
                yield from ((n, m) for n, m in both if _has_one_other(self.old[n], self.new[m]))

    def _moved_and_reworded(self, kept: list[Pair], crossing: set[Pair]) -> list[Pair]:
        left, right = self._rest([*kept, *crossing])
        moved: list[Pair] = []
        for a in left:
            if self.trials < 0:
                break
            if self.old[a].bag.total() <= _FEW_WORDS:
                continue
            alike = (b for b in right if self._alike(self.old[a], self.new[b]) >= _MOVED)
            if (b := next(alike, None)) is not None:
                moved.append((a, b))
                right.remove(b)
        return moved

    def _rest(self, matched: Sequence[Pair]) -> tuple[list[int], list[int]]:
        olds, news = {a for a, _b in matched}, {b for _a, b in matched}
        return (
            [n for n in range(len(self.old)) if n not in olds],
            [n for n in range(len(self.new)) if n not in news],
        )

    def _contained(self, one: Unit, other: Unit) -> float:
        """Return the share of the shorter unit's words in the longer. It is 0 unless nearly all are
        there, as when much was added or removed.
        """
        if self.trials < 0 or not one.family == other.family == "words":
            return 0.0
        few = min(one.bag.total(), other.bag.total())
        if (
            one.node["type"] != other.node["type"]
            or (one.bag & other.bag).total() + _BEGINNING < _CONTAINED * few
        ):
            return 0.0
        share = words_contained(one.words, other.words)
        return share if share >= _CONTAINED else 0.0

    def _alike(self, one: Unit, other: Unit) -> float:
        """Return the share of common words. It is 0 for units that cannot be alike, and for all
        others once too many pairs were tried.
        """
        self.trials -= 1
        if one.family != other.family or self.trials < 0:
            return 0.0
        few, many = sorted((one.bag.total(), other.bag.total()))
        if 3 * few < many:
            return 0.0  # the most would be less than half
        return words_alike(one.bag, other.bag)


def _has_one_other(one: Unit, other: Unit) -> bool:
    """Return whether both units have the same very small number of words, all but one the same."""
    return (
        one.node["type"] == other.node["type"]
        and one.bag.total() == other.bag.total() <= _VERY_FEW_WORDS
        and (one.bag - other.bag).total() == 1
    )

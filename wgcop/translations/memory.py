"""What earlier texts have for the words of a unit: the translation of the same, or nearly the same,
words in other documents (pure).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wgcop.paper.comparison.words import words_alike, words_in
from wgcop.translations.units import TranslationUnit, counterparts
from wgcop.translations.xliff import EarlierTranslation

LEAST_ALIKE = 0.75
MOST_MATCHES = 3
_RAREST = 4
"""The number of words of a unit by which it is looked up. One that is nearly the same has one of
them.
"""
_MOST_LOOKED_AT = 60


class Memory:
    """Units of earlier texts with their translations."""

    def __init__(self) -> None:
        self._known: list[tuple[Counter[str], EarlierTranslation]] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)

    def add(
        self,
        original: Sequence[TranslationUnit],
        version: Sequence[TranslationUnit],
        *,
        origin: str,
        url: str,
    ) -> None:
        have = counterparts(original, version)
        for unit in original:
            target = have[unit.key].own_words if unit.key in have else ""
            if not unit.number_of_words or not target or target == unit.own_words:
                continue
            words = counted(unit.own_words)
            for word in words:
                self._with_word[word].append(len(self._known))
            self._known.append((words, EarlierTranslation(unit.own_words, target, origin, url, 1)))

    def matches(self, unit: TranslationUnit) -> tuple[EarlierTranslation, ...]:
        """Return the translations of the most similar units, each once, the closest first. What was
        added first comes first among equals.
        """
        words = counted(unit.own_words)
        found: dict[str, EarlierTranslation] = {}
        for number in self._looked_at(words):
            theirs, match = self._known[number]
            alike = words_alike(words, theirs)
            before = found.get(match.target)
            if alike >= LEAST_ALIKE and (before is None or before.alike < alike):
                found[match.target] = replace(match, alike=alike)
        return tuple(sorted(found.values(), key=lambda each: -each.alike)[:MOST_MATCHES])

    def _looked_at(self, words: Iterable[str]) -> list[int]:
        rarest = sorted((len(each), each) for each in map(self._places, words) if each)[:_RAREST]
        return sorted({number for _, places in rarest for number in places[:_MOST_LOOKED_AT]})

    def _places(self, word: str) -> list[int]:
        return self._with_word.get(word, [])


def counted(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in words_in(text))

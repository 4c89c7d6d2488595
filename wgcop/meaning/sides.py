"""Two wordings side by side: their words, which of them stayed, and what each says of the topics of
the rules (pure).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from wgcop.meaning.mentions import RuleMention, RuleTopic, mentions, speaks_of_time
from wgcop.meaning.rules import Rules, bare, folded
from wgcop.paper.comparison.words import word_runs, words


class PlacedWord(NamedTuple):
    word: str
    start: int
    end: int


class WordingSide:
    """One wording. `run` says for each of its words in which changed run it is, or None."""

    def __init__(self, text: str, rules: Rules) -> None:
        self.text = text
        self.rules = rules
        self.tokens = list(_tokens(text))
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]
        self.mentions = mentions(text, rules)
        self.run: list[int | None] = [None] * len(self.tokens)

    @cached_property
    def is_cut_off(self) -> bool:
        """Whether the text breaks off where a number or a date is to follow."""
        return bool(self.rules.cut_off.search(folded(self.text)))

    def of(self, *topics: RuleTopic) -> list[RuleMention]:
        return [each for each in self.mentions if each.topic in topics]

    def places(self, mention: RuleMention) -> list[int]:
        first, last = (
            bisect_right(self._ends, mention.start),
            bisect_left(self._starts, mention.end),
        )
        return list(range(first, last))

    def runs(self, mention: RuleMention) -> list[int]:
        return [run for n in self.places(mention) if (run := self.run[n]) is not None]

    @cached_property
    def spoken_of(self) -> Mapping[RuleTopic, set[int]]:
        """The places of the words that mentions cover, by topic."""
        covered: dict[RuleTopic, set[int]] = {topic: set() for topic in RuleTopic}
        for mention in self.mentions:
            covered[mention.topic].update(self.places(mention))
        return covered

    @cached_property
    def words_outside_references(self) -> set[str]:
        inside = self.spoken_of[RuleTopic.REFERENCE]
        return {token.word for n, token in enumerate(self.tokens) if n not in inside}

    @cached_property
    def _others(self) -> Counter[int]:
        covered = set().union(*self.spoken_of.values())
        return Counter(
            run
            for n, run in enumerate(self.run)
            if run is not None and n not in covered and not self.is_insignificant(n)
        )

    def others(self, run: int) -> int:
        """Return the number of significant words in a changed run that no mention covers."""
        return self._others[run]

    def others_but_dates(self, run: int) -> int:
        """Return the number of the same words without numbers and months."""
        return self.others(run) - self._dates[run]

    @cached_property
    def _dates(self) -> Counter[int]:
        covered = set().union(*self.spoken_of.values())
        return Counter(
            run
            for n, run in enumerate(self.run)
            if run is not None
            and n not in covered
            and not self.is_insignificant(n)
            and speaks_of_time(self.tokens[n].word)
        )

    def has_numbers(self, run: int) -> bool:
        """Return whether a changed run has a number that is not the label of the text."""
        return any(
            self.run[n] == run and any(sign.isdigit() for sign in token.word)
            for n, token in enumerate(self.tokens)
            if n
        )

    @cached_property
    def changes_a_time(self) -> bool:
        """Whether a word changed that may be part of a date or a period, outside of references."""
        numbers, references = self.spoken_of[RuleTopic.NUMBER], self.spoken_of[RuleTopic.REFERENCE]
        return any(
            n in numbers or speaks_of_time(token.word) or any(self.rules.units.found(token.word))
            for n, token in enumerate(self.tokens)
            if n and self.run[n] is not None and n not in references
        )

    @property
    def others_changed(self) -> int:
        """The number of significant words that changed and that no mention covers."""
        return self._others.total()

    def is_insignificant(self, place: int) -> bool:
        return bare(self.tokens[place].word) in self.rules.insignificant

    def word_at(self, place: int) -> str:
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""


@dataclass(frozen=True)
class Unmatched:
    """The mentions of a topic that only one of the wordings has."""

    old: list[RuleMention]
    new: list[RuleMention]


class Sides:
    def __init__(self, old: str, new: str, rules: Rules) -> None:
        self.old, self.new = WordingSide(old, rules), WordingSide(new, rules)
        self.partner: dict[int, int] = {}
        pieces = (
            [token.word for token in self.old.tokens],
            [token.word for token in self.new.tokens],
        )
        runs = word_runs(*pieces)
        self._kept = [len(run.old) if run.same else 0 for run in runs]
        for number, run in enumerate(runs):
            if run.same:
                self.partner.update(zip(run.old, run.new, strict=True))
                continue
            for n in run.old:
                self.old.run[n] = number
            for n in run.new:
                self.new.run[n] = number

    @property
    def texts(self) -> tuple[str, str]:
        return self.old.text, self.new.text

    @property
    def share(self) -> float:
        """The share of the significant words of both that stayed, from 0 to 1. Changed words that
        rules speak of do not count: in a short clause the verb and all whom it addresses may be
        most of it.
        """
        stayed = 2 * sum(not self.old.is_insignificant(n) for n in self.partner)
        changed = self.old.others_changed + self.new.others_changed
        return stayed / (stayed + changed) if stayed + changed else 1.0

    def are_at_one_place(self, one: RuleMention, other: RuleMention) -> bool:
        """Return whether one mention took the place of the other, or a word of both stayed."""
        befores, afters = self.old.places(one), self.new.places(other)
        return bool(
            set(self.old.runs(one)) & set(self.new.runs(other))
            or {self.partner.get(n) for n in befores} & set(afters)
        )

    def is_anchored(self, run: int, words: int) -> bool:
        """Return whether so many words stayed on both sides of a changed run, or all up to the end."""
        last = len(self._kept) - 1
        before = self._kept[run - 1] if run > 1 else words
        after = self._kept[run + 1] if run + 1 < last else words
        return min(before, after) >= words

    def left(self, *topics: RuleTopic) -> Unmatched:
        """Return what only one side says: not what stayed, is said in other words or elsewhere."""
        old, new = self.old.of(*topics), self.new.of(*topics)
        by_place = {self.new.places(each)[0]: each for each in new}
        stayed = [
            (one, other)
            for one in old
            if (other := by_place.get(self.partner.get(self.old.places(one)[0], -1)))
            and other.key == one.key
        ]
        befores, afters = {one for one, _other in stayed}, {other for _one, other in stayed}
        old = [each for each in old if each not in befores]
        new = [each for each in new if each not in afters]
        both = Counter(each.key for each in old) & Counter(each.key for each in new)
        return Unmatched(_without(old, both), _without(new, both))


def _without(listed: Iterable[RuleMention], keys: Counter[object]) -> list[RuleMention]:
    waiting = keys.copy()
    kept = []
    for each in listed:
        if waiting[each.key] > 0:
            waiting[each.key] -= 1
        else:
            kept.append(each)
    return kept


def _tokens(text: str) -> Iterable[PlacedWord]:
    at = 0
    for piece in words(text):
        word = piece.strip()
        start = at + len(piece) - len(piece.lstrip())
        at += len(piece)
        if any(sign.isalnum() for sign in word):
            yield PlacedWord(folded(word).replace("’", "'"), start, start + len(word))

"""Puts answers in order. Scores are computed only for those that may be among the first."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from wgcop.search.question.analysis import same_language
from wgcop.search.question.query import Order
from wgcop.search.records import versions
from wgcop.search_engines.index_reading import Ids, IndexReading, Mask, Scores, having
from wgcop.search_engines.matching import Matches, Matching
from wgcop.search_engines.ranking import beyond

EXACT = 9
"""The number of decimals to which scores are rounded, because the last ones depend on the order of
floating-point additions.
"""

Part = tuple[Mask, int]
"""A mask of some answers, and how many of the first of them are wanted."""


class Listing:
    """The documents that may be on the page, ascending, with their sort keys; the highest values
    come first.
    """

    def __init__(self, docs: Ids, scores: Scores, keys: Sequence[Ids | Scores]) -> None:
        self._docs = docs
        self._scores = scores
        self._keys = keys

    def first(self, among: Mask, wanted: int) -> list[int]:
        """Return the first `wanted` documents in order. Each key decides only among documents that
        are equal by the keys before it.
        """
        undecided = np.flatnonzero(among[self._docs])
        sure: list[Ids] = []
        for key in self._keys:
            if wanted >= len(undecided):
                break
            values = key[undecided]
            least = _nth_highest(values, wanted)
            sure.append(undecided[values > least])
            undecided = undecided[values == least]
            wanted -= len(sure[-1])
        chosen = np.concatenate([*sure, undecided[:wanted]])
        by_keys = [-key[chosen] for key in self._keys]
        in_order: list[int] = self._docs[chosen[np.lexsort((chosen, *reversed(by_keys)))]].tolist()
        return in_order

    def scores(self, docs: Sequence[int]) -> list[float]:
        scores: list[float] = self._scores[np.searchsorted(self._docs, docs)].tolist()
        return scores


class Ordering:
    """The order of answers in tiers: the scores of each tier are raised above those of the tier
    below.

    First come documents whose name matches, then those with every word, then the rest. In each of
    these, documents of the month, year and kind in the question come first, then those in the
    reader's language, then originals.
    """

    def __init__(self, matching: Matching, matches: Matches, is_answer: Mask) -> None:
        self._reading: IndexReading = matching.reading
        self._query = matching.query
        self._matching = matching
        self._tiers = np.ones(len(is_answer), dtype=np.uint8)
        tiers = (
            self._originals(),
            self._in_readers_language(),
            matching.by_labels(),
            matches.is_complete,
        )
        possible = [1]
        for bit, is_higher in enumerate((*tiers, matching.by_name())):
            if is_higher is None:
                continue
            self._tiers += is_higher.view(np.uint8) * np.uint8(1 << bit)
            possible += [tier + (1 << bit) for tier in possible]
        self._tiers *= is_answer.view(np.uint8)
        there = self._tiers.tobytes()
        self._existing = [tier for tier in possible if tier in there]

    def listing(self, parts: Iterable[Part]) -> Listing:
        likely = [self._likely(among, wanted) for among, wanted in parts]
        docs = np.flatnonzero(reduce(np.logical_or, likely or [np.zeros(0, dtype=bool)]))
        scores = self._raised(docs)
        dates = self._reading.dates[docs].astype(np.int64)
        match self._query.order:
            case Order.RELEVANCE:
                return Listing(docs, scores, [scores, dates])
            case Order.DATE:
                return Listing(docs, scores, [dates, self._years()[docs], scores])
            case Order.SYMBOL:
                return Listing(docs, scores, [-self._places_by_number()[docs], scores, dates])

    def _likely(self, among: Mask, wanted: int) -> Mask:
        """Return the documents that can be among the first `wanted`, judged by criteria that are
        cheap to compute for all documents.
        """
        match self._query.order:
            case Order.RELEVANCE:
                for tier in reversed(self._existing[1:]):
                    likely: Mask = among & (self._tiers >= tier)
                    if np.count_nonzero(likely) >= wanted:
                        return likely
                return among
            case Order.DATE:
                return _highest(self._reading.dates, among, wanted)
            case Order.SYMBOL:
                return _highest(-self._places_by_number(), among, wanted)

    def _raised(self, docs: Ids) -> Scores:
        scores: Scores = self._matching.scores(docs).round(EXACT)
        if len(self._existing) > 1:
            lifts = np.zeros(self._existing[-1] + 1)
            lifts[self._existing] = np.arange(len(self._existing))
            lifts *= beyond(self._reading.readable, self._query)
            scores += lifts[self._tiers[docs]]
        return scores

    def _originals(self) -> Mask | None:
        """Return a mask of the originals, if the question asks for symbols only, because all
        versions of a paper share its symbol. Otherwise return None.
        """
        words = self._query.words
        if not words or not all(term.symbol for term in words):
            return None
        return ~having(self._reading, "kind", versions())

    def _in_readers_language(self) -> Mask | None:
        if not self._query.language:
            return None
        names = self._reading.values("language").names
        like = (name for name in names if same_language(name, self._query.language))
        return having(self._reading, "language", like)

    def _places_by_number(self) -> Ids:
        """Return each record's position in the order by symbol, or by name if it has none; comments
        come after all others.
        """
        values = self._reading.values("order")
        place_of = {name: place for place, name in enumerate(sorted(values.names))}
        places = np.full(len(self._tiers), len(place_of), dtype=np.int64)
        places[values.docs] = np.array([place_of[n] for n in values.names], np.int64)[values.codes]
        return places

    def _years(self) -> Ids:
        """Return the year of each document; 0 if it has none."""
        values = self._reading.values("year")
        numbers = np.array([int(name) for name in values.names], dtype=np.int64)
        years = np.zeros(len(self._tiers), dtype=np.int64)
        years[values.docs] = numbers[values.codes]
        return years


def _highest(values: npt.NDArray[np.integer], among: Mask, wanted: int) -> Mask:
    of_docs = values[among]
    if wanted >= len(of_docs):
        return among
    likely: Mask = among & (values >= _nth_highest(of_docs, wanted))
    return likely


def _nth_highest(values: npt.NDArray[Any], nth: int) -> int | float:
    place = len(values) - nth
    highest: int | float = np.partition(values, place)[place]
    return highest

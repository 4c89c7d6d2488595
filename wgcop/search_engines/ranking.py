"""The ranking that all engines share: BM25 over titles, texts and names."""

from collections.abc import Callable, Mapping
from itertools import groupby
from math import ceil, log
from typing import NamedTuple

from wgcop.search.question.query import CALLED, Query

K1, B = 1.2, 0.75  # the usual values of BM25
SCORED = ("title", "text", "names")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "": SCORED,
    "title": ("title",),
    "text": ("text",),
    CALLED: ("title", "names"),
}
"""The index fields for stemmed terms, by field of the question."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "": ("title_words", "text_words", "names"),
    "title": ("title_words",),
    "text": ("text_words",),
    CALLED: ("title_words", "names"),
}
"""The index fields in which prefixes are looked up among unstemmed words, by field of the question.
"""

MOST_TELLING = 40


def idf(readable: int, holding: int) -> float:
    """Return the inverse document frequency of a term that `holding` of the `readable` records
    contain.
    """
    return log(readable / (holding + 1)) + 1


def beyond(readable: int, query: Query) -> int:
    """Return a whole number above the score of any record: each word of the question adds a limited
    amount, regardless of its number of occurrences.
    """
    terms = (*query.words, *query.required)
    words = sum(term.count * max([1, *map(len, term.alternatives)]) for term in terms)
    return ceil(words * len(SCORED) * (K1 + 1) * idf(max(readable, 1), 0)) + 1


class Telling(NamedTuple):
    """The terms that set a text apart, best first, with their weights."""

    weights: dict[str, float]
    missing: float
    """The weight of terms that no record has: the more are missing, the less any record resembles
    the text.
    """


def most_telling(
    counts: Mapping[str, int], holding: Callable[[str], int], readable: int
) -> Telling:
    """Return the terms that set a text apart, best first. `holding` is costly, so it is called for
    as few terms as possible.
    """
    ranked: list[tuple[float, str]] = []
    missing: list[float] = []
    by_count = sorted(counts, key=lambda term: -counts[term])
    for count, terms in groupby(by_count, key=lambda term: counts[term]):
        if len(ranked) >= MOST_TELLING and ranked[MOST_TELLING - 1][0] < -count * idf(readable, 1):
            break  # even the rarest of the remaining terms would rank below these
        for term in terms:
            if number := holding(term):
                ranked.append((-count * idf(readable, number), term))
            else:
                missing.append(count * idf(max(readable, 1), 0))
        ranked.sort()
    weights = {term: -rank for rank, term in ranked[:MOST_TELLING]}
    least = min(weights.values(), default=0.0) if len(weights) == MOST_TELLING else 0.0
    return Telling(weights, sum(weight for weight in missing if weight >= least))

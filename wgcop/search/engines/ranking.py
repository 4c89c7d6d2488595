"""How answers are ranked, whichever engine finds them: BM25F over three fields, and the tiers above it."""

from collections.abc import Callable, Mapping
from itertools import groupby
from math import log

from wgcop.search.question.query import CALLED

K1, B = 1.2, 0.75
SCORED = ("title", "text", "names")

FIELDS: Mapping[str, tuple[str, ...]] = {
    "": SCORED,
    "title": ("title",),
    "text": ("text",),
    CALLED: ("title", "names"),
}
"""Field of a question → where its words are looked for, as terms."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "": ("title_words", "text_words", "names"),
    "title": ("title_words",),
    "text": ("text_words",),
    CALLED: ("title_words", "names"),
}
"""Field of a question → where beginnings of words are looked for, as they were written."""

MOST_TELLING = 40


def idf(readable: int, holding: int) -> float:
    """Of what the reader may see, how many there are and how many hold the term."""
    return log(readable / (holding + 1)) + 1


def most_telling(
    counts: Mapping[str, int], holding: Callable[[str], int], readable: int
) -> list[str]:
    """Of a text's terms those that set it apart, the most telling first; how many hold one is asked of few."""
    told: list[tuple[float, str]] = []
    by_count = sorted(counts, key=lambda term: -counts[term])
    for count, terms in groupby(by_count, key=lambda term: counts[term]):
        if len(told) >= MOST_TELLING and told[MOST_TELLING - 1][0] < -count * idf(readable, 1):
            break  # not even the rarest of those that are left would be among them
        held = ((term, holding(term)) for term in terms)
        told += [(-count * idf(readable, found), term) for term, found in held if found]
        told.sort()
    return [term for _, term in told[:MOST_TELLING]]

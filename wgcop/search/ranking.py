"""How answers are ranked, whichever engine finds them: BM25F over three fields, and the tiers above it."""

from collections.abc import Mapping
from math import log

from wgcop.search.query import CALLED

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


def most_telling(counts: Mapping[str, int], holding: Mapping[str, int], readable: int) -> list[str]:
    """Of a text's terms those that set it apart, the most telling first."""
    known = [term for term in counts if holding.get(term, 0)]
    known.sort(key=lambda term: (-counts[term] * idf(readable, holding[term]), term))
    return known[:MOST_TELLING]

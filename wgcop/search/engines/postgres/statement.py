"""The SQL statement that scores all terms of a question: BM25 over the postings that the reader may see."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search.engines.index_reading import Scores
from wgcop.search.engines.postgres.columns import View
from wgcop.search.engines.ranking import FIELDS, K1, WORDS, B
from wgcop.search.question.query import Phrase, Term

# The planner cannot know how many numbers an array holds. So postings are looked up by their key, in a subquery that
# cannot be joined in another way (OFFSET 0), and what belongs to a slot is read from an array instead of being joined.
LOOKUPS = """
lookup AS MATERIALIZED (
    SELECT * FROM unnest(
        %(lookup_slots)s::integer[], %(lookup_fields)s::text[], %(lookup_from)s::text[], %(lookup_below)s::text[]
    ) AS a(slot, field, first, below)
)"""
IN_USE = """
SELECT slot, field, first, below FROM lookup
WHERE EXISTS (
    SELECT FROM search.posting
    WHERE field = lookup.field AND term >= lookup.first AND term < lookup.below OFFSET 0
)
"""
SEEN = """
seen AS (
    SELECT slot, number, count, length FROM (
        SELECT slot, unnest(numbers) AS number, unnest(counts) AS count, unnest(lengths) AS length
        FROM lookup CROSS JOIN LATERAL (
            SELECT numbers, counts, lengths FROM search.posting
            WHERE field = lookup.field AND term >= lookup.first AND term < lookup.below OFFSET 0
        ) AS posting
    ) AS every
    WHERE get_bit(%(visible)b, number) = 1
)"""
ONE_WORD_EACH = """
occurrence AS MATERIALIZED (
    SELECT slot, number, count::float8 AS count, length::float8 AS length FROM seen
)"""
SEVERAL_WORDS = """
occurrence AS MATERIALIZED (
    SELECT slot, number, sum(count)::float8 AS count, max(length)::float8 AS length
    FROM seen GROUP BY slot, number
)"""
# Candidates have all words of a phrase. Moved back by its offset in the phrase, each word gives a start; the phrase
# stands where all words give the same start.
PHRASES = """
candidates AS MATERIALIZED (
    SELECT phrase, number
    FROM (SELECT (%(phrases)s::integer[])[slot] AS phrase, number FROM occurrence) AS each_place
    WHERE phrase > 0
    GROUP BY phrase, number
    HAVING count(*) = (%(phrase_lengths)s::integer[])[phrase]
),
stands AS (
    SELECT phrase, (start >> 24)::integer AS number FROM (
        SELECT (%(phrases)s::integer[])[slot] AS phrase, (%(places)s::integer[])[slot] AS place,
            unnest(posting.places) - (%(shifts)s::integer[])[slot] AS start
        FROM lookup CROSS JOIN LATERAL (
            SELECT posting.places FROM search.posting
            WHERE field = lookup.field AND term >= lookup.first AND term < lookup.below OFFSET 0
        ) AS posting
        WHERE (%(phrases)s::integer[])[slot] > 0
    ) AS standing
    WHERE (phrase, (start >> 24)::integer) IN (SELECT phrase, number FROM candidates)
    GROUP BY phrase, start
    HAVING bit_or(1 << place) = (1 << (%(phrase_lengths)s::integer[])[phrase]) - 1
)"""
WEIGHED = """
rarity AS MATERIALIZED (
    SELECT array_agg(ln(%(readable)s::float8 / (holding + 1)) + 1 ORDER BY slot) AS idf
    FROM (
        SELECT slot, count(occurrence.slot) AS holding
        FROM generate_series(1, %(slots)s) AS all_slots(slot) LEFT JOIN occurrence USING (slot)
        GROUP BY slot
    ) AS each_slot
),
weighed AS (
    SELECT (%(terms)s::integer[])[slot] AS term, (%(ways)s::integer[])[slot] AS way, number,
        (SELECT idf FROM rarity)[slot] * count * (%(k1)s::float8 + 1)
        / (count + %(k1)s * (1 - %(b)s::float8 + %(b)s * coalesce(length, 0)
            / (%(averages)s::float8[])[slot])) AS score
    FROM occurrence
    {where}
)"""
IN_PHRASES = """
    WHERE (%(phrases)s::integer[])[slot] = 0
        OR ((%(phrases)s::integer[])[slot], number) IN (SELECT phrase, number FROM stands)
"""
# Of several ways to write the same, the best counts.
BEST = """
best AS (
    SELECT term, number, max(score) AS score
    FROM (
        SELECT term, way, number, sum(score) AS score FROM weighed GROUP BY term, way, number
    ) AS each_way
    GROUP BY term, number
)"""
ANSWER = """
SELECT term, array_send(array_agg(number)), array_send(array_agg(score)) FROM {source} GROUP BY term
"""


NEXT, LAST = "\1", "\U0010ffff"
"""Ends of ranges, after a word: NEXT gives the range of this word only, LAST the range of all words that begin with it."""


class TermSlot(NamedTuple):
    """One place of one term in one field, with what its score depends on."""

    term: int
    way: int
    """The number of the alternative within the term, from 1; 0 for a prefix."""
    average_length: float
    phrase: int = 0
    """The number of its phrase, from 1; 0 for a single word."""
    place: int = 0
    """The number of the place within the phrase, from 0."""
    shift: int = 0
    """The distance from the first place, in words."""


class TermRange(NamedTuple):
    """A range of terms in one field: `first` is included, `below` is not."""

    slot: int
    """From 1."""
    field: str
    first: str
    below: str


class Statement:
    """Scores several terms at once, each by itself."""

    def __init__(self, view: View, terms: Iterable[Term]) -> None:
        self._view = view
        self._slots: list[TermSlot] = []
        self._ranges: list[TermRange] = []
        self._phrase_lengths: list[int] = []
        for number, term in enumerate(terms):
            self._add(number, term)

    def scores(self, connection: Connection) -> dict[int, Scores]:
        """Number of the term → its scores. A term that no record has is absent."""
        in_use = connection.exec_driver_sql(f"WITH {LOOKUPS} {IN_USE}", self._range_parameters())
        self._ranges = [TermRange(*row) for row in in_use]
        if not self._ranges:
            return {}
        parameters = self._range_parameters() | self._slot_parameters()
        rows = connection.exec_driver_sql(self._sql(), parameters)
        return {term: self._summed(numbers, scores) for term, numbers, scores in rows}

    def _summed(self, numbers: bytes, scores: bytes) -> Scores:
        summed: Scores = np.zeros(len(self._view.mask))
        np.add.at(summed, _array(numbers, ">i4"), _array(scores, ">f8"))
        return summed

    def _add(self, number: int, term: Term) -> None:
        if term.prefix:
            for field in WORDS.get(term.field, (term.field,)):
                self._slots.append(TermSlot(number, 0, self._average_length(field)))
                self._look_up(field, term.prefix, LAST)
        for way, phrase in enumerate(term.alternatives, start=1):
            for field in FIELDS.get(term.field, (term.field,)):
                self._add_phrase(TermSlot(number, way, self._average_length(field)), field, phrase)

    def _add_phrase(self, slot: TermSlot, field: str, phrase: Phrase) -> None:
        if len(phrase) > 1:
            self._phrase_lengths.append(len(phrase))
            slot = slot._replace(phrase=len(self._phrase_lengths))
        for place, (offset, terms) in enumerate(phrase):
            self._slots.append(slot._replace(place=place, shift=offset))
            for term in terms:
                self._look_up(field, term, NEXT)

    def _average_length(self, field: str) -> float:
        return self._view.average_lengths.get(field, 1.0)

    def _look_up(self, field: str, word: str, end: str) -> None:
        """Add a range to the last slot."""
        self._ranges.append(TermRange(len(self._slots), field, word, word + end))

    def _sql(self) -> str:
        has_ways = any(slot.way > 1 for slot in self._slots)
        steps = [LOOKUPS, SEEN, SEVERAL_WORDS if self._counts_add_up() else ONE_WORD_EACH]
        if self._phrase_lengths:
            steps += [PHRASES, WEIGHED.format(where=IN_PHRASES)]
        else:
            steps += [WEIGHED.format(where="")]
        if has_ways:
            steps.append(BEST)
        return f"WITH {','.join(steps)} {ANSWER.format(source='best' if has_ways else 'weighed')}"

    def _counts_add_up(self) -> bool:
        """Whether any slot looks up several terms."""
        slots = [each.slot for each in self._ranges]
        return len(slots) > len(set(slots)) or any(r.below.endswith(LAST) for r in self._ranges)

    def _range_parameters(self) -> dict[str, Any]:
        return {
            "lookup_slots": [each.slot for each in self._ranges],
            "lookup_fields": [each.field for each in self._ranges],
            "lookup_from": [each.first for each in self._ranges],
            "lookup_below": [each.below for each in self._ranges],
        }

    def _slot_parameters(self) -> dict[str, Any]:
        return {
            "visible": self._view.bits,
            "readable": self._view.readable,
            "slots": len(self._slots),
            "terms": [slot.term for slot in self._slots],
            "ways": [slot.way for slot in self._slots],
            "phrases": [slot.phrase for slot in self._slots],
            "places": [slot.place for slot in self._slots],
            "shifts": [slot.shift for slot in self._slots],
            "averages": [slot.average_length for slot in self._slots],
            "phrase_lengths": self._phrase_lengths,
            "k1": K1,
            "b": B,
        }


def _array(sent: bytes, kind: str) -> npt.NDArray[Any]:
    """Decode PostgreSQL's binary form of an array of one dimension without nulls: a header, then length and value of each."""
    return np.frombuffer(sent, dtype=[("length", ">i4"), ("value", kind)], offset=20)["value"]

"""What is asked for as one SQL statement: BM25 over the postings of what the reader may see."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search.engines.postgres.columns import View
from wgcop.search.engines.ranking import FIELDS, K1, WORDS, B
from wgcop.search.engines.search import Scores
from wgcop.search.question.query import Sequence as Places
from wgcop.search.question.query import Term

# The planner cannot know how many numbers an array holds. So postings are looked up by their key, in a subquery that
# cannot be joined in another way (OFFSET 0), and what belongs to a slot is read from an array instead of being joined.
ASKED = """
asked AS MATERIALIZED (
    SELECT * FROM unnest(
        %(asked_slots)s::integer[], %(asked_fields)s::text[], %(asked_from)s::text[], %(asked_below)s::text[]
    ) AS a(slot, field, first, below)
)"""
KNOWN = """
SELECT slot, field, first, below FROM asked
WHERE EXISTS (
    SELECT FROM search.posting
    WHERE field = asked.field AND term >= asked.first AND term < asked.below OFFSET 0
)
"""
SEEN = """
seen AS (
    SELECT slot, number, count, length FROM (
        SELECT slot, unnest(numbers) AS number, unnest(counts) AS count, unnest(lengths) AS length
        FROM asked CROSS JOIN LATERAL (
            SELECT numbers, counts, lengths FROM search.posting
            WHERE field = asked.field AND term >= asked.first AND term < asked.below OFFSET 0
        ) AS posting
    ) AS every
    WHERE get_bit(%(visible)b, number) = 1
)"""
ONE_WORD_EACH = """
held AS MATERIALIZED (
    SELECT slot, number, count::float8 AS count, length::float8 AS length FROM seen
)"""
SEVERAL_WORDS = """
held AS MATERIALIZED (
    SELECT slot, number, sum(count)::float8 AS count, max(length)::float8 AS length
    FROM seen GROUP BY slot, number
)"""
# Who holds all words of a phrase is looked at: where all of them have the same start, there it stands.
PHRASES = """
candidates AS MATERIALIZED (
    SELECT phrase, number
    FROM (SELECT (%(phrases)s::integer[])[slot] AS phrase, number FROM held) AS each_place
    WHERE phrase > 0
    GROUP BY phrase, number
    HAVING count(*) = (%(phrase_lengths)s::integer[])[phrase]
),
stands AS (
    SELECT phrase, (start >> 24)::integer AS number FROM (
        SELECT (%(phrases)s::integer[])[slot] AS phrase, (%(places)s::integer[])[slot] AS place,
            unnest(posting.places) - (%(shifts)s::integer[])[slot] AS start
        FROM asked CROSS JOIN LATERAL (
            SELECT posting.places FROM search.posting
            WHERE field = asked.field AND term >= asked.first AND term < asked.below OFFSET 0
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
        SELECT slot, count(held.slot) AS holding
        FROM generate_series(1, %(slots)s) AS all_slots(slot) LEFT JOIN held USING (slot)
        GROUP BY slot
    ) AS each_slot
),
weighed AS (
    SELECT (%(terms)s::integer[])[slot] AS term, (%(ways)s::integer[])[slot] AS way, number,
        (SELECT idf FROM rarity)[slot] * count * (%(k1)s::float8 + 1)
        / (count + %(k1)s * (1 - %(b)s::float8 + %(b)s * coalesce(length, 0)
            / (%(averages)s::float8[])[slot])) AS score
    FROM held
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
"""Words are letters and digits: between a word and this after it stands no other; or all that begin so."""


class TermRange(NamedTuple):
    slot: int
    field: str
    first: str
    below: str


class Statement:
    """Several terms, each of which gets its own scores. A slot is one place of one term in one field."""

    def __init__(self, view: View, terms: Iterable[Term]) -> None:
        self._view = view
        self._slots: list[tuple[int, int, int, int, int, float]] = []
        self._asked: list[TermRange] = []
        self._phrase_lengths: list[int] = []
        self._has_ways = False
        for number, term in enumerate(terms):
            self._add(number, term)

    def scores(self, connection: Connection) -> dict[int, Scores]:
        """For each term that anybody holds, by its number."""
        known = connection.exec_driver_sql(f"WITH {ASKED} {KNOWN}", self._words())
        self._asked = [TermRange(*row) for row in known]
        if not self._asked:
            return {}
        rows = connection.exec_driver_sql(self._sql(), self._words() | self._parameters())
        return {term: self._summed(numbers, scores) for term, numbers, scores in rows}

    def _summed(self, numbers: bytes, scores: bytes) -> Scores:
        summed: Scores = np.zeros(len(self._view.mask))
        np.add.at(summed, _array(numbers, ">i4"), _array(scores, ">f8"))
        return summed

    def _add(self, number: int, term: Term) -> None:
        if term.prefix:
            for field in WORDS.get(term.field, (term.field,)):
                self._slot(number, 0, field, [])
                self._ask(field, term.prefix, LAST)
        for way, sequence in enumerate(term.alternatives, start=1):
            self._has_ways = self._has_ways or way > 1
            for field in FIELDS.get(term.field, (term.field,)):
                if len(sequence) == 1:
                    self._slot(number, way, field, sequence[0][1])
                else:
                    self._phrase(number, way, field, sequence)

    def _phrase(self, number: int, way: int, field: str, sequence: Places) -> None:
        self._phrase_lengths.append(len(sequence))
        phrase = len(self._phrase_lengths)
        for place, (shift, words) in enumerate(sequence):
            self._slot(number, way, field, words, phrase, place, shift)

    def _slot(
        self,
        number: int,
        way: int,
        field: str,
        words: Iterable[str],
        phrase: int = 0,
        place: int = 0,
        shift: int = 0,
    ) -> None:
        average = self._view.average_lengths.get(field, 1.0)
        self._slots.append((number, way, phrase, place, shift, average))
        for word in words:
            self._ask(field, word, NEXT)

    def _ask(self, field: str, word: str, end: str) -> None:
        self._asked.append(TermRange(len(self._slots), field, word, word + end))

    def _sql(self) -> str:
        slots = [asked.slot for asked in self._asked]
        adds_up = len(slots) > len(set(slots)) or any(a.below.endswith(LAST) for a in self._asked)
        parts = [ASKED, SEEN, SEVERAL_WORDS if adds_up else ONE_WORD_EACH]
        if self._phrase_lengths:
            parts += [PHRASES, WEIGHED.format(where=IN_PHRASES)]
        else:
            parts += [WEIGHED.format(where="")]
        if self._has_ways:
            parts.append(BEST)
        return f"WITH {','.join(parts)} {ANSWER.format(source='best' if self._has_ways else 'weighed')}"

    def _words(self) -> dict[str, Any]:
        return {
            "asked_slots": [asked.slot for asked in self._asked],
            "asked_fields": [asked.field for asked in self._asked],
            "asked_from": [asked.first for asked in self._asked],
            "asked_below": [asked.below for asked in self._asked],
        }

    def _parameters(self) -> dict[str, Any]:
        terms, ways, phrases, places, shifts, averages = map(list, zip(*self._slots, strict=True))
        return {
            "visible": self._view.bits,
            "readable": self._view.readable,
            "slots": len(self._slots),
            "terms": terms,
            "ways": ways,
            "phrases": phrases,
            "places": places,
            "shifts": shifts,
            "averages": averages,
            "phrase_lengths": self._phrase_lengths,
            "k1": K1,
            "b": B,
        }


def _array(sent: bytes, kind: str) -> npt.NDArray[Any]:
    """One dimension without nulls, as PostgreSQL sends it: a header, then each value after its length."""
    return np.frombuffer(sent, dtype=[("length", ">i4"), ("value", kind)], offset=20)["value"]

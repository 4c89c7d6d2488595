"""Fetches the postings of all terms of a question in one SQL statement."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from wgcop.search.question.query import Term
from wgcop.search_engines.postgres import cursors
from wgcop.search_engines.postgres.columns import Columns
from wgcop.search_engines.postgres.packed import COUNT, PLACE, escaped, unpacked
from wgcop.search_engines.postgres.schema import COLUMN_FIELDS
from wgcop.search_engines.ranking import FIELDS, WORDS
from wgcop.search_engines.scoring import FieldPostings, Occurrences

LAST = "\U0010ffff"
"""The end of the range of all words with a prefix."""

# The arrays of all segments, and of all terms of a range, are concatenated in the database: one row for each lookup. The
# planner cannot know how many postings there are, so OFFSET 0 keeps the subquery apart: it is always read by its key.
FETCH = """
SELECT slot, string_agg(numbers, ''), string_agg(counts, ''), string_agg(places, '') FILTER (WHERE is_phrase)
FROM unnest(%s::integer[], %s::text[], %s::text[], %s::text[], %s::boolean[])
    AS lookup(slot, field, first, last, is_phrase)
CROSS JOIN LATERAL (
    SELECT numbers, counts, places FROM search.posting
    WHERE field = lookup.field AND term >= lookup.first AND term <= lookup.last OFFSET 0
) AS posting
GROUP BY slot
"""


class Lookup(NamedTuple):
    """A lookup of any of these terms in a field, or of all terms with a prefix."""

    field: str
    terms: frozenset[str]
    prefix: str = ""

    def ranges(self) -> Iterator[tuple[str, str]]:
        stored = map(escaped, self.terms) if self.field in COLUMN_FIELDS else self.terms
        yield from ((term, term) for term in stored)
        if self.prefix:
            yield self.prefix, self.prefix + LAST


class FoundPostings:
    def __init__(self, columns: Columns, numbers: bytes, counts: bytes, places: bytes) -> None:
        self._docs = columns.placed(numbers)
        self._counts = unpacked(counts, COUNT)
        self._places = places

    @property
    def postings(self) -> FieldPostings:
        return FieldPostings(self._docs, self._counts)

    def occurrences(self) -> Occurrences:
        """Return the occurrences, in no order."""
        return Occurrences(self._docs, self._counts, unpacked(self._places, PLACE))


def lookups_of(terms: Iterable[Term]) -> dict[Lookup, bool]:
    """Return the lookups that the terms need, and whether each needs positions for a phrase."""
    wanted: dict[Lookup, bool] = {}
    for term in terms:
        if term.prefix:
            for field in WORDS.get(term.field, (term.field,)):
                wanted.setdefault(Lookup(field, frozenset(), term.prefix), False)
        for phrase in term.alternatives:
            for field in FIELDS.get(term.field, (term.field,)):
                for place in phrase:
                    lookup = Lookup(field, place.terms)
                    wanted[lookup] = wanted.get(lookup, False) or len(phrase) > 1
    return wanted


def fetched(
    connection: Connection, columns: Columns, wanted: dict[Lookup, bool]
) -> dict[Lookup, FoundPostings]:
    """Fetch the postings of all lookups in one SQL statement. Lookups without any postings are
    absent from the result.
    """
    lookups = list(wanted)
    ranges = [
        (slot, lookup.field, first, last, wanted[lookup])
        for slot, lookup in enumerate(lookups)
        for first, last in lookup.ranges()
    ]
    if not ranges:
        return {}
    rows = cursors.binary(connection).execute(
        FETCH, [list(each) for each in zip(*ranges, strict=True)]
    )
    return {lookups[slot]: FoundPostings(columns, *arrays) for slot, *arrays in rows}

"""One reader's view of the PostgreSQL engine's tables: only the records that this reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search.question.analysis import spelling_in
from wgcop.search.question.query import Phrase, Term
from wgcop.search_engines.answered import Answered
from wgcop.search_engines.fields import SCORABLE
from wgcop.search_engines.index_reading import Ids, Mask, Values
from wgcop.search_engines.postgres import cursors
from wgcop.search_engines.postgres.columns import Columns
from wgcop.search_engines.postgres.lookups import FoundPostings, Lookup, fetched, lookups_of
from wgcop.search_engines.postgres.postings import unstored
from wgcop.search_engines.postgres.written_words import AS_WRITTEN
from wgcop.search_engines.ranking import Telling, most_telling
from wgcop.search_engines.scoring import (
    NO_COUNTS,
    NO_DOCS,
    FieldPostings,
    Scoring,
    Weights,
    standing,
)

HOLDING = """
SELECT term, string_agg(numbers, '') FROM search.posting
WHERE field = ANY(%s) AND term = ANY(%s) GROUP BY term
"""


class PostgresReading(Scoring):
    def __init__(self, connection: Connection, columns: Columns, audiences: frozenset[str]) -> None:
        super().__init__()
        self._connection = connection
        self._columns = columns
        self._view = columns.view(audiences)
        self.visible = self._view.mask
        self.readable = self._view.readable
        self._looked_up: dict[Lookup, FoundPostings] = {}

    @property
    def answered(self) -> Answered:
        return self._columns.answered

    @property
    def masks(self) -> dict[tuple[str, frozenset[str]], Mask]:
        return self._columns.masks

    @property
    def dates(self) -> npt.NDArray[np.int32]:
        return self._columns.dates

    def values(self, facet: str) -> Values:
        return self._columns.values(facet)

    def documents(self, ids: Iterable[str]) -> Mask:
        numbers = self._connection.exec_driver_sql(
            "SELECT number FROM search.record WHERE id = ANY(%s)", (list(ids),)
        ).scalars()
        mask: Mask = np.zeros(len(self.visible), dtype=bool)
        mask[self._columns.places[np.array(numbers.all(), dtype=np.int64)]] = True
        return mask

    def look_up(self, terms: Iterable[Term]) -> None:
        """Fetch the postings for the terms in one SQL statement. Only terms that were looked up can
        be scored.
        """
        self._looked_up = fetched(self._connection, self._columns, lookups_of(terms))

    def postings(self, field: str, terms: frozenset[str]) -> FieldPostings:
        return self._postings(Lookup(field, terms))

    def beginning(self, field: str, prefix: str) -> FieldPostings:
        return self._postings(Lookup(field, frozenset(), prefix))

    def _postings(self, lookup: Lookup) -> FieldPostings:
        found = self._looked_up.get(lookup)
        return found.postings if found else FieldPostings(NO_DOCS, NO_COUNTS)

    def phrase(self, field: str, phrase: Phrase, within: Mask) -> Ids:
        found = [self._looked_up.get(Lookup(field, place.terms)) for place in phrase]
        lists = [[of_place.occurrences()] for of_place in found if of_place]
        return standing(phrase, lists, within) if len(lists) == len(phrase) else NO_DOCS

    def lengths(self, field: str) -> Weights:
        of_field: Weights = self._columns.lengths[:, SCORABLE.index(field)]
        return of_field

    def average_length(self, field: str) -> float:
        return self._view.average_lengths[field]

    def most_telling(self, counts: Mapping[str, int]) -> Telling:
        holding = self._holding(("text",), counts)
        return most_telling(counts, lambda term: holding.get(term, 0), self.readable)

    def near(self, word: str) -> dict[str, int]:
        """Return words of titles and texts that differ in a few letters, each with the number of
        these letters.
        """
        return self._columns.words.near(self._connection, word)

    def holding_as_written(self, words: Iterable[str]) -> dict[str, int]:
        return self._holding(AS_WRITTEN, words)

    def as_written(self, word: str) -> str:
        """Return the word with the accents that it has in one of the texts that the reader may see."""
        for field in AS_WRITTEN:
            docs = self._readable_docs((field,), [word]).get(word, NO_DOCS)
            if len(docs):
                [fields] = self.stored([int(docs.min())])
                return spelling_in(word, fields["title"], fields["text"])
        return word

    def stored(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        return self._stored("SELECT number, shown, text FROM search.record", docs)

    def summaries(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        return self._stored("SELECT number, shown FROM search.record", docs)

    def _stored(self, select: str, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        if not docs:
            return []
        numbers = self._columns.numbers[list(docs)].tolist()
        rows = cursors.binary(self._connection).execute(
            f"{select} WHERE number = ANY(%s)", (numbers,)
        )
        stored = {number: unstored(*parts) for number, *parts in rows}
        return [stored[number] for number in numbers]

    def _holding(self, fields: Iterable[str], terms: Iterable[str]) -> dict[str, int]:
        """Return, for each term, the number of readable records that contain it."""
        return {term: len(docs) for term, docs in self._readable_docs(fields, terms).items()}

    def _readable_docs(self, fields: Iterable[str], terms: Iterable[str]) -> dict[str, Ids]:
        """Return, for each term, the readable records that contain it. A record that has the term
        in several fields comes several times.
        """
        rows = cursors.binary(self._connection).execute(HOLDING, (list(fields), list(terms)))
        docs = ((term, self._columns.placed(numbers)) for term, numbers in rows)
        return {term: of_term[self.visible[of_term]] for term, of_term in docs}

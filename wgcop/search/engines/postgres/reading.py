"""One reader's view of the PostgreSQL engine's tables: it sees and scores only records that this reader may read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search.engines.index_reading import Mask, Scores, Values
from wgcop.search.engines.postgres.columns import Columns
from wgcop.search.engines.postgres.postings import unstored
from wgcop.search.engines.postgres.statement import Statement
from wgcop.search.engines.ranking import most_telling
from wgcop.search.engines.spelling import Lexicon, farthest_of
from wgcop.search.question.analysis import spelling_in
from wgcop.search.question.query import Term

AS_WRITTEN = ("title_words", "text_words")

READABLE_POSTINGS = """
FROM search.posting CROSS JOIN LATERAL unnest(numbers) AS u(number)
WHERE field = ANY(%(fields)s::text[]) AND term = ANY(%(terms)s) AND get_bit(%(visible)b, number) = 1
"""
HOLDING = f"SELECT term, count(*) {READABLE_POSTINGS} GROUP BY term"
HOLDER = f"SELECT number {READABLE_POSTINGS} ORDER BY array_position(%(fields)s::text[], field), number LIMIT 1"
WRITTEN = """
SELECT DISTINCT term FROM search.posting
WHERE field = ANY(%(fields)s) AND char_length(term) BETWEEN %(shortest)s AND %(longest)s
"""


class PostgresReading:
    def __init__(self, connection: Connection, columns: Columns, audiences: frozenset[str]) -> None:
        self._connection = connection
        self._columns = columns
        self._view = columns.view(audiences)
        self._scores: dict[Term, Scores] = {}

    @property
    def visible(self) -> Mask:
        return self._view.mask

    @property
    def dates(self) -> npt.NDArray[np.int32]:
        return self._columns.dates

    def values(self, facet: str) -> Values:
        return self._columns.values[facet]

    def documents(self, ids: Iterable[str]) -> Mask:
        numbers = self._connection.exec_driver_sql(
            "SELECT number FROM search.record WHERE id = ANY(%s)", (list(ids),)
        ).scalars()
        mask: Mask = np.zeros(len(self.visible), dtype=bool)
        mask[np.array(numbers.all(), dtype=np.int64)] = True
        return mask

    def look_up(self, terms: Iterable[Term]) -> None:
        """Score all terms in one statement. `score` and `mask` know only terms that were looked up."""
        distinct = list(dict.fromkeys(replace(term, count=1) for term in terms))
        scores = Statement(self._view, distinct).scores(self._connection)
        nobody = np.zeros(len(self.visible))
        self._scores = {term: scores.get(n, nobody) for n, term in enumerate(distinct)}

    def score(self, term: Term) -> Scores:
        return self._scores[replace(term, count=1)]

    def mask(self, term: Term) -> Mask:
        return self.score(term) > 0

    def most_telling(self, counts: Mapping[str, int]) -> list[str]:
        holding = self._holding(("text",), counts)
        return most_telling(counts, lambda term: holding.get(term, 0), self._view.readable)

    def near(self, word: str) -> dict[str, int]:
        """Words of titles and texts that differ in few letters → the number of these letters."""
        farthest = farthest_of(word)
        words = self._connection.exec_driver_sql(
            WRITTEN,
            {
                "fields": list(AS_WRITTEN),
                "shortest": len(word) - farthest,
                "longest": len(word) + farthest,
            },
        )
        return Lexicon(words.scalars()).near(word)

    def holding_as_written(self, words: Iterable[str]) -> dict[str, int]:
        return self._holding(AS_WRITTEN, words)

    def as_written(self, word: str) -> str:
        """The word with the accents that it has in one of the texts that the reader may see."""
        holder = self._connection.exec_driver_sql(
            HOLDER, self._parameters(AS_WRITTEN, [word])
        ).scalar()
        if holder is None:
            return word
        [fields] = self.stored([holder])
        return spelling_in(word, fields["title"], fields["text"])

    def stored(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        return self._stored("SELECT number, shown, text FROM search.record", docs)

    def summaries(self, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        return self._stored("SELECT number, shown FROM search.record", docs)

    def _stored(self, select: str, docs: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        rows = self._connection.exec_driver_sql(f"{select} WHERE number = ANY(%s)", (list(docs),))
        stored = {number: unstored(*parts) for number, *parts in rows}
        return [stored[doc] for doc in docs]

    def _holding(self, fields: Iterable[str], terms: Iterable[str]) -> dict[str, int]:
        """For each term, the number of readable records that contain it."""
        rows = self._connection.exec_driver_sql(HOLDING, self._parameters(fields, terms))
        return {term: count for term, count in rows}

    def _parameters(self, fields: Iterable[str], terms: Iterable[str]) -> dict[str, Any]:
        return {"fields": list(fields), "terms": list(terms), "visible": self._view.bits}

"""The embedded engine: one question to one snapshot of the index."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from wgcop.search import analysis
from wgcop.search.answering import Search, nearest, terms_like
from wgcop.search.changes import Changes
from wgcop.search.engine import Hit, Results
from wgcop.search.query import Query
from wgcop.search.spelling import likeliest
from wgcop.search.whoosh_index import IndexFolder
from wgcop.search.whoosh_merging import merge_all, merge_none_away
from wgcop.search.whoosh_reading import WhooshReading


class WhooshEngine:
    def __init__(self, folder: Path) -> None:
        self._index = IndexFolder(folder)

    def search(self, query: Query) -> Results:
        return Search(self._reading(query.audiences), query).results()

    def similar(
        self,
        text: str,
        *,
        language: str,
        audiences: frozenset[str],
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        reading = self._reading(audiences)
        return nearest(reading, terms_like(reading, text, language), kinds, limit)

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        reading = self._reading(audiences)
        asked = analysis.normalise(word)
        near = reading.snapshot.near(asked)
        return tuple(
            reading.as_written(found) for found in likeliest(near, reading.holding_as_written)
        )

    def count(self) -> int:
        return int(self._index.snapshot().alive.sum())

    @contextmanager
    def writing(self) -> Iterator[Changes]:
        self._index.snapshot()
        with self._index.lock():
            batch = Changes()
            yield batch
            if batch.puts or batch.drops:
                self._index.write(batch.puts, batch.drops)

    def clear(self) -> None:
        self._index.snapshot()
        with self._index.lock():
            self._index.declare_incomplete()
            self._index.write({}, (), merge=merge_none_away)

    def optimise(self) -> None:
        self._index.snapshot()
        with self._index.lock():
            self._index.write({}, (), merge=merge_all)

    def is_new(self) -> bool:
        return not self._index.is_complete()

    def declare_complete(self) -> None:
        self._index.declare_complete()

    def _reading(self, audiences: frozenset[str]) -> WhooshReading:
        return WhooshReading(self._index.snapshot(), audiences)

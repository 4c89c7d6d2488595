"""The embedded engine: one question to one snapshot of the index."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from wgcop.search.engines.answering import Search, nearest, terms_like
from wgcop.search.engines.changes import Changes
from wgcop.search.engines.protocol import (
    Belongs,
    Hit,
    IndexIncomplete,
    Results,
    Standing,
    to_whoever_asks,
)
from wgcop.search.engines.spelling import likeliest
from wgcop.search.engines.whoosh.index import IndexFolder
from wgcop.search.engines.whoosh.merging import merge_all
from wgcop.search.engines.whoosh.reading import WhooshReading
from wgcop.search.engines.whoosh.segments import Snapshot
from wgcop.search.question import analysis
from wgcop.search.question.query import Query


class WhooshEngine:
    def __init__(self, folder: Path, belongs: Belongs = to_whoever_asks) -> None:
        self._index = IndexFolder(folder)
        self._belongs = belongs

    def search(self, query: Query) -> Results:
        snapshot, standing = self._snapshot()
        if standing is Standing.FOREIGN:
            return Results(total=0, filling=True)
        results = Search(WhooshReading(snapshot, query.audiences), query).results()
        return replace(results, filling=standing is Standing.FILLING)

    def similar(
        self,
        text: str,
        *,
        language: str,
        audiences: frozenset[str],
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        snapshot, standing = self._snapshot()
        if standing is not Standing.COMPLETE:
            raise IndexIncomplete
        reading = WhooshReading(snapshot, audiences)
        return nearest(reading, terms_like(reading, text, language), kinds, limit)

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        snapshot, standing = self._snapshot()
        if standing is Standing.FOREIGN:
            return ()
        reading = WhooshReading(snapshot, audiences)
        asked = analysis.normalise(word)
        near = reading.snapshot.near(asked)
        return tuple(
            reading.as_written(found) for found in likeliest(near, reading.holding_as_written)
        )

    def count(self) -> int:
        return int(self._index.snapshot().alive.sum())

    @contextmanager
    def writing(self) -> Iterator[Changes]:
        with self._index.lock():
            batch = Changes(self._index.usable().epoch)
            yield batch
            if batch:
                self._index.write(batch)

    def clear(self) -> None:
        with self.writing() as batch:
            batch.clear()
            batch.epoch = ""

    def optimise(self) -> None:
        with self._index.lock():
            self._index.write(Changes(self._index.usable().epoch), merge=merge_all)

    def epoch(self) -> str:
        return self._index.snapshot().epoch

    def hold(self) -> None:
        self._index.hold()

    def let_go(self) -> None:
        self._index.let_go()

    def _snapshot(self) -> tuple[Snapshot, Standing]:
        """The latest, and how it stands; asked again where the index has moved on twice meanwhile."""
        for _ in range(3):
            snapshot = self._index.snapshot()
            standing = self._belongs(snapshot.epoch)
            if standing is not Standing.FOREIGN:
                break
        return snapshot, standing

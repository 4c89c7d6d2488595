"""The embedded engine. Each question is answered from one snapshot of the index."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from wgcop.observing import figures
from wgcop.search.index import IndexStanding, StandingOf
from wgcop.search.question import analysis
from wgcop.search.question.query import Query
from wgcop.search_engines.batch import GatheredBatch
from wgcop.search_engines.protocol import (
    Hit,
    IndexIncomplete,
    Results,
    always_complete,
)
from wgcop.search_engines.search import Search, nearest, terms_like
from wgcop.search_engines.spelling import likeliest
from wgcop.search_engines.whoosh import merging
from wgcop.search_engines.whoosh.index import IndexFolder
from wgcop.search_engines.whoosh.reading import WhooshReading
from wgcop.search_engines.whoosh.segments import Snapshot


class WhooshEngine:
    def __init__(self, folder: Path, standing_of: StandingOf = always_complete) -> None:
        self._index = IndexFolder(folder)
        self._standing_of = standing_of

    @figures.times(figures.SEARCH_SECONDS, "whoosh", "search")
    def search(self, query: Query) -> Results:
        snapshot, standing = self._snapshot()
        if standing is IndexStanding.FOREIGN:
            return Results(total=0, filling=True)
        results = snapshot.answered.results(query, partial(_found, snapshot, query))
        return replace(results, filling=True) if standing is IndexStanding.FILLING else results

    @figures.times(figures.SEARCH_SECONDS, "whoosh", "similar")
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
        if standing is not IndexStanding.COMPLETE:
            raise IndexIncomplete
        reading = WhooshReading(snapshot, audiences)
        return nearest(reading, terms_like(reading, text, language), kinds, limit)

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        snapshot, standing = self._snapshot()
        if standing is IndexStanding.FOREIGN:
            return ()
        reading = WhooshReading(snapshot, audiences)
        near = reading.snapshot.near(analysis.normalise(word))
        return tuple(
            reading.as_written(other) for other in likeliest(near, reading.holding_as_written)
        )

    def count(self) -> int:
        return int(self._index.snapshot().alive.sum())

    def ids(self) -> set[str]:
        snapshot = self._index.snapshot()
        return {snapshot.summary(doc)["id"] for doc in snapshot.alive.nonzero()[0].tolist()}

    def held(self, ids: Collection[str]) -> Iterator[Mapping[str, Any]]:
        snapshot = self._index.snapshot()
        docs = (snapshot.documents(ids) & snapshot.alive).nonzero()[0].tolist()
        return (snapshot.summary(doc) | snapshot.content(doc) for doc in docs)

    @contextmanager
    def writing(self) -> Iterator[GatheredBatch]:
        with self._index.lock():
            batch = GatheredBatch(self._index.usable().epoch)
            yield batch
            if batch:
                self._index.write(batch)

    def clear(self) -> None:
        with self.writing() as batch:
            batch.clear()
            batch.epoch = ""

    def optimise(self) -> None:
        with self._index.lock():
            self._index.write(GatheredBatch(self._index.usable().epoch), merged=merging.all_of_them)

    def epoch(self) -> str:
        return self._index.snapshot().epoch

    def is_damaged(self) -> bool:
        return self._index.is_damaged()

    def hold(self) -> None:
        self._index.hold()

    def let_go(self) -> None:
        self._index.let_go()

    def _snapshot(self) -> tuple[Snapshot, IndexStanding]:
        """Return the latest snapshot and its standing. Try again if the index was committed twice
        in between.
        """
        for _ in range(3):
            snapshot = self._index.snapshot()
            standing = self._standing_of(snapshot.epoch, None)
            if standing is not IndexStanding.FOREIGN:
                break
        return snapshot, standing


def _found(snapshot: Snapshot, query: Query) -> Results:
    return Search(WhooshReading(snapshot, query.audiences), query).results()

"""The engine in PostgreSQL: a term table, and BM25 over the postings that one SQL statement fetches
from it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import psycopg
import structlog
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from wgcop.database import engine_options
from wgcop.database.pool import InTurn
from wgcop.errors import Busy, Refused
from wgcop.observing import figures
from wgcop.search.index import IndexStanding, StandingOf
from wgcop.search.question import analysis
from wgcop.search.question.query import Query
from wgcop.search_engines.batch import GatheredBatch
from wgcop.search_engines.matching import terms_to_look_up
from wgcop.search_engines.postgres import commits, merging
from wgcop.search_engines.postgres.index import PostgresIndex
from wgcop.search_engines.postgres.reading import PostgresReading
from wgcop.search_engines.protocol import (
    Hit,
    IndexIncomplete,
    Results,
    always_complete,
)
from wgcop.search_engines.search import Search, nearest, terms_like
from wgcop.search_engines.spelling import likeliest

log = structlog.get_logger(__name__)

DAMAGED = (LookupError, ValueError, OverflowError)
"""Errors that reading damaged postings raises."""


class PostgresEngine:
    def __init__(
        self,
        url: str,
        standing_of: StandingOf = always_complete,
        *,
        connections: int = 10,
        copy: Engine | None = None,
        reads_copy: Callable[[], bool] = lambda: False,
    ) -> None:
        """Set up the engine. `copy` connects to a database that follows this one, which is read
        whenever `reads_copy` returns True.
        """
        # A pool of its own: a thread that waits here holds no connection of the workspace that others need. Statements are not
        # prepared, because a pooler may carry out the next transaction on another connection.
        options = engine_options(url, connections=connections, has_pooler=True)
        self._connections = create_engine(**options | {"poolclass": InTurn})
        self._index = PostgresIndex(self._connections)
        self._copy_connections = copy
        self._copy = PostgresIndex(copy) if copy is not None else None
        self._reads_copy = reads_copy
        self._standing_of = standing_of

    @figures.times(figures.SEARCH_SECONDS, "postgres", "search")
    def search(self, query: Query) -> Results:
        with self._reading(query.audiences) as (reading, standing):
            if reading is None:
                return Results(total=0, filling=True)
            results = reading.answered.results(query, partial(_found, reading, query))
            return replace(results, filling=True) if standing is IndexStanding.FILLING else results

    @figures.times(figures.SEARCH_SECONDS, "postgres", "similar")
    def similar(
        self,
        text: str,
        *,
        language: str,
        audiences: frozenset[str],
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        with self._reading(audiences) as (reading, standing):
            if reading is None or standing is not IndexStanding.COMPLETE:
                raise IndexIncomplete
            like = terms_like(reading, text, language)
            reading.look_up(like.weights)
            return nearest(reading, like, kinds, limit)

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        with self._reading(audiences) as (reading, _):
            if reading is None:
                return ()
            near = reading.near(analysis.normalise(word))
            holding = reading.holding_as_written(near)
            return tuple(
                map(reading.as_written, likeliest(near, lambda word: holding.get(word, 0)))
            )

    def count(self) -> int:
        with self._index.reading() as snapshot:
            return int(snapshot.columns.alive.sum()) if snapshot else 0

    def ids(self) -> set[str]:
        with self._index.reading() as snapshot:
            if snapshot is None:
                return set()
            return set(
                snapshot.connection.exec_driver_sql("SELECT id FROM search.record").scalars()
            )

    def held(self, ids: Collection[str]) -> Iterator[Mapping[str, Any]]:
        with self._index.reading() as snapshot:
            if snapshot is not None:
                reading = PostgresReading(snapshot.connection, snapshot.columns, frozenset())
                docs = (reading.documents(ids) & snapshot.columns.alive).nonzero()[0].tolist()
                yield from reading.stored(docs)

    @contextmanager
    def writing(self) -> Iterator[GatheredBatch]:
        with self._index.writing() as (connection, epoch):
            batch = GatheredBatch(epoch)
            yield batch
            if batch:
                commits.write(connection, batch)
        if batch:
            self._merge_some()

    def _merge_some(self) -> None:
        """Merge some segments after the commit, so that new records can be found before that. A
        failure is logged: the next commit tries again.
        """
        try:
            with self._index.turn_if_free() as connection:
                if connection:
                    merging.advance(connection)
        except Exception:
            log.exception("index_merge_failed")  # the next commit tries again

    def clear(self) -> None:
        with self.writing() as batch:
            batch.clear()
            batch.epoch = ""

    def optimise(self) -> None:
        is_begun = False
        while not is_begun:
            with self._index.writing() as (connection, _):
                is_begun = merging.begin_whole(connection)
                if not is_begun:
                    merging.advance(connection)
        self._merge_all()

    def _merge_all(self) -> None:
        """Merge everything in pieces, between which other processes may write."""
        is_more = True
        while is_more:
            with self._index.writing() as (connection, _):
                is_more = merging.advance(connection)

    def epoch(self) -> str:
        return self._index.epoch()

    def is_damaged(self) -> bool:
        """Return False: the rows are those of the database, which itself reports what cannot be
        read.
        """
        return False

    def hold(self) -> None:
        self._index.hold()

    def let_go(self) -> None:
        self._index.let_go()

    def close(self) -> None:
        self._index.let_go()
        self._connections.dispose()
        if self._copy_connections is not None:
            self._copy_connections.dispose()

    @contextmanager
    def _reading(
        self, audiences: frozenset[str]
    ) -> Iterator[tuple[PostgresReading | None, IndexStanding]]:
        """Yield a reading of the latest snapshot and its standing. The reading is None if the index
        belongs to another database.

        Raise Refused if the question takes too long, and Busy if the index is damaged.
        """
        try:
            with ExitStack() as stack:
                reading, standing = None, IndexStanding.FOREIGN
                index = self._copy if self._copy and self._reads_copy() else self._index
                for _ in range(3):  # again if the index was committed twice in between
                    stack.close()
                    snapshot = stack.enter_context(index.reading())
                    if snapshot is None:
                        continue
                    standing = self._standing_of(snapshot.epoch, snapshot.connection)
                    if standing is not IndexStanding.FOREIGN:
                        reading = PostgresReading(snapshot.connection, snapshot.columns, audiences)
                        break
                yield reading, standing
        except (OperationalError, psycopg.errors.QueryCanceled) as error:
            if isinstance(getattr(error, "orig", error), psycopg.errors.QueryCanceled):
                raise Refused(
                    "This question takes too long to answer. Try fewer or longer words."
                ) from error
            raise
        except DAMAGED as error:
            log.exception("search_index_damaged")
            raise Busy(
                "The search index is damaged, and has to be made again. Everything else goes on."
            ) from error


def _found(reading: PostgresReading, query: Query) -> Results:
    reading.look_up(terms_to_look_up(query))
    return Search(reading, query).results()

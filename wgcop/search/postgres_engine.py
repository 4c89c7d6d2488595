"""The engine in PostgreSQL: a term table, and BM25 over it in one SQL statement."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from wgcop.db import engine_options
from wgcop.errors import Refused
from wgcop.search import analysis, postgres_writing
from wgcop.search.answering import Search, nearest, terms_asked, terms_like
from wgcop.search.changes import Changes
from wgcop.search.engine import Hit, Results
from wgcop.search.postgres_index import PostgresIndex
from wgcop.search.postgres_reading import PostgresReading
from wgcop.search.query import Query
from wgcop.search.spelling import likeliest


class PostgresEngine:
    def __init__(self, url: str) -> None:
        # Its own few connections: who waits for one never holds one that others need to finish.
        self._connections = create_engine(
            **engine_options(url) | {"pool_size": 5, "max_overflow": 15}
        )
        self._index = PostgresIndex(self._connections)

    def search(self, query: Query) -> Results:
        with self._reading(query.audiences) as reading:
            reading.look_up(terms_asked(query))
            return Search(reading, query).results()

    def similar(
        self,
        text: str,
        *,
        language: str,
        audiences: frozenset[str],
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        with self._reading(audiences) as reading:
            terms = terms_like(reading, text, language)
            reading.look_up(terms)
            return nearest(reading, terms, kinds, limit)

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        with self._reading(audiences) as reading:
            near = reading.near(analysis.normalise(word))
            holding = reading.holding_as_written(near)
            return tuple(
                map(reading.as_written, likeliest(near, lambda word: holding.get(word, 0)))
            )

    def count(self) -> int:
        with self._index.reading() as (_, columns):
            return int(columns.alive.sum())

    @contextmanager
    def writing(self) -> Iterator[Changes]:
        with self._index.writing() as connection:
            batch = Changes()
            yield batch
            if batch.puts or batch.drops:
                postgres_writing.write(connection, batch.puts, batch.drops)

    def clear(self) -> None:
        with self._index.writing() as connection:
            postgres_writing.clear(connection)

    def optimise(self) -> None:
        with self._index.writing() as connection:
            postgres_writing.optimise(connection)

    def is_new(self) -> bool:
        return not self._index.state().complete

    def declare_complete(self) -> None:
        with self._index.writing() as connection:
            connection.exec_driver_sql("UPDATE search.state SET complete = true")

    def close(self) -> None:
        self._connections.dispose()

    @contextmanager
    def _reading(self, audiences: frozenset[str]) -> Iterator[PostgresReading]:
        try:
            with self._index.reading() as (connection, columns):
                yield PostgresReading(connection, columns, audiences)
        except OperationalError as error:
            if isinstance(error.orig, psycopg.errors.QueryCanceled):
                raise Refused(
                    "This question takes too long to answer. Try fewer or longer words."
                ) from error
            raise

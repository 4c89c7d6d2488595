"""The PostgreSQL engine's tables in use: one snapshot for each reader, one writer at a time."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from wgcop.search.postgres_columns import Columns
from wgcop.search.postgres_schema import FORMAT, TABLES

log = structlog.get_logger(__name__)

LONGEST_WAIT = "120s"
"""For another writer, before saying so."""
LONGEST_ANSWER = "5s"
WRITERS = 0x57474350
"""The advisory lock of whoever writes."""
UNMADE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.InvalidSchemaName,
)

# The planner cannot know how many numbers a posting holds, and takes many for few: to look it up by its key, and to
# hash what comes of it, is always right.
STATE = """
SELECT format, complete, epoch, generation, last,
    set_config('statement_timeout', %(longest)s, true),
    set_config('work_mem', '32MB', true),
    set_config('jit', 'off', true),
    set_config('enable_seqscan', 'off', true),
    set_config('enable_mergejoin', 'off', true),
    set_config('enable_nestloop', 'off', true),
    set_config('enable_sort', 'off', true)
FROM search.state
"""


class State(NamedTuple):
    complete: bool
    epoch: int
    """Numbers of records are given anew with each."""
    generation: int
    last: int
    """The highest number that was given."""


class PostgresIndex:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._refreshing = threading.Lock()
        self._columns: Columns | None = None

    @contextmanager
    def reading(self) -> Iterator[tuple[Connection, Columns]]:
        """The tables as one commit left them, and their columns beside them."""
        while True:
            with self._reader.connect() as connection:
                columns = self._columns_at(connection, self._state(connection))
                if columns:
                    yield connection, columns
                    return

    def state(self) -> State:
        with self._reader.connect() as connection:
            return self._state(connection)

    def _state(self, connection: Connection) -> State:
        """Also sets how this transaction's statements are carried out."""
        found = _usable(connection)
        if found is None:
            connection.rollback()
            self._start_over()
            found = _usable(connection)
        if found is None:
            raise RuntimeError("Others make and unmake the schema “search” in this database.")
        return found

    def _columns_at(self, connection: Connection, state: State) -> Columns | None:
        """None where another thread has seen a later commit meanwhile: look again."""
        with self._refreshing:
            held = self._columns
            if held is None or held.epoch != state.epoch:
                held = Columns.empty(state.epoch)
            if held.generation < state.generation:
                self._columns = held = held.at(connection, state.generation, state.last)
            return held if held.generation == state.generation else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One at a time, over threads and processes; what is done inside becomes visible together."""
        self.state()
        with self._engine.begin() as connection:
            _wait_for_turn(connection)
            yield connection

    def _start_over(self) -> None:
        """Empty tables; nobody's words are here only, and the outbox fills them again."""
        with self._engine.begin() as connection:
            _wait_for_turn(connection)
            looking = connection.begin_nested()
            is_usable = _usable(connection) is not None
            looking.rollback()
            if is_usable:
                return  # another process was quicker
            log.warning("search_index_started_over", reason="it is new or of another format")
            connection.exec_driver_sql(TABLES)
            connection.exec_driver_sql(
                "INSERT INTO search.state (format, epoch) VALUES (%s, %s)", (FORMAT, new_epoch())
            )


def new_epoch() -> int:
    return secrets.randbits(62)


def _usable(connection: Connection) -> State | None:
    try:
        row = connection.exec_driver_sql(STATE, {"longest": LONGEST_ANSWER}).first()
    except ProgrammingError as error:
        if isinstance(error.orig, UNMADE):
            return None
        raise
    return State(*row[1:5]) if row and row.format == FORMAT else None


def _wait_for_turn(connection: Connection) -> None:
    try:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (WRITERS,))
    except OperationalError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise TimeoutError(
                "Another process has been writing the index for too long."
            ) from error
        raise

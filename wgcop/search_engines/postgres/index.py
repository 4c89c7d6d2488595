"""Access to the PostgreSQL engine's tables: a snapshot for each reader, and one writer at a time."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from wgcop.search_engines.postgres.columns import Columns
from wgcop.search_engines.postgres.schema import FORMAT, TABLES
from wgcop.search_engines.protocol import IndexInUse

log = structlog.get_logger(__name__)

LONGEST_WAIT = "120s"
"""The time to wait for another writer before giving up."""
LONGEST_ANSWER, LONGEST_BEGINNING = "5s", "60s"
"""How long a statement of a search may take, and the first one of a process, which reads the
columns of all records. If that one were given up, the next would have to begin again.
"""
WRITERS = 0x57474350
"""The key of the advisory lock that a writer takes: `WGCP` in ASCII."""
SERVERS = 0x57474351
"""The first key of the advisory lock that all servers of one format share while they run; the
format is the second.
"""
THIS_FORMAT = int(FORMAT[:7], 16)
UNMADE = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.InvalidSchemaName,
)

# The planner cannot know how many rows of a commit just made there are and estimates far too few. Looking them up by
# their key is always right.
STATE = """
SELECT format, epoch, numbering, generation, last,
    set_config('statement_timeout', %(longest)s, true),
    set_config('work_mem', '32MB', true),
    set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true),
    set_config('enable_seqscan', 'off', true)
FROM search.state
WHERE to_regclass('search.record') IS NOT NULL AND to_regclass('search.posting') IS NOT NULL
    AND to_regclass('search.gone') IS NOT NULL AND to_regclass('search.segment') IS NOT NULL
    AND to_regclass('search.merge') IS NOT NULL
"""


LONGEST_MERGING = "60s"
"""How long a statement of a merge may take. With the limit of a search, each next piece would fail
at the same place.
"""
LIMITED = "SELECT set_config('statement_timeout', %s, true)"

OTHERS_LIVE = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = %s AND objid <> %s AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


# A commit of the index need not wait for the disk. The notes of the outbox are deleted by a later commit in the same log: if
# the server dies, either both commits are there or the notes still wait.
WRITTEN_LATER = "SET LOCAL synchronous_commit = off"


class TablesState(NamedTuple):
    epoch: str
    """The state of the workspace's database that the index belongs to."""
    numbering: int
    """A random number that changes whenever all records get new numbers."""
    generation: int
    last: int
    """The highest number of a record so far."""


class TablesSnapshot(NamedTuple):
    """The tables as one commit left them."""

    connection: Connection
    columns: Columns
    epoch: str


class PostgresIndex:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        # One thread brings the columns up to date: appending writes into arrays that earlier columns share.
        self._refreshing = threading.Lock()
        self._columns: Columns | None = None
        self._holding = threading.Lock()  # only one connection keeps the servers' lock
        self._serving: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[TablesSnapshot | None]:
        """Yield a snapshot of the tables, or None if they are missing or of another format. Only a
        writer creates them again.
        """
        while True:
            with self._reader.connect() as connection:
                state = _usable(connection)
                if state is None:
                    yield None
                    return
                columns = self._columns_at(connection, state)
                if columns:
                    yield TablesSnapshot(connection, columns, state.epoch)
                    return

    def epoch(self) -> str:
        with self._reader.connect() as connection:
            state = _usable(connection)
        return state.epoch if state else ""

    def _columns_at(self, connection: Connection, state: TablesState) -> Columns | None:
        """Return the columns of this state, read in this connection's transaction. Return None if
        another thread has read a later commit in the meantime; the caller then tries again.
        """
        with self._refreshing:
            columns = self._columns
            if columns is None or columns.numbering != state.numbering:
                columns = Columns.empty(state.numbering)
            if columns.generation < state.generation:
                is_first = columns.generation < 0
                if is_first:
                    connection.exec_driver_sql(LIMITED, (LONGEST_BEGINNING,))
                columns = columns.at(connection, state.generation, state.last)
                if is_first:
                    connection.exec_driver_sql(LIMITED, (LONGEST_ANSWER,))
                self._columns = columns
            return columns if columns.generation == state.generation else None

    @contextmanager
    def writing(self) -> Iterator[tuple[Connection, str]]:
        """Yield the connection and epoch to one writer at a time across threads and processes. Its
        changes become visible together.

        Missing tables, and those of another format, are created again.
        """
        with self._engine.begin() as connection:
            connection.exec_driver_sql(WRITTEN_LATER)
            _wait_for_turn(connection)
            inspection = connection.begin_nested()
            state = _usable(connection)
            inspection.rollback()
            if state is None:
                _start_over(connection)
            yield connection, state.epoch if state else ""

    @contextmanager
    def turn_if_free(self) -> Iterator[Connection | None]:
        """Yield the writer's connection for work that can wait; None while others write, or if the
        tables cannot be used.
        """
        with self._engine.begin() as connection:
            connection.exec_driver_sql(WRITTEN_LATER)
            is_free = connection.exec_driver_sql(
                "SELECT pg_try_advisory_xact_lock(%s)", (WRITERS,)
            ).scalar()
            if is_free and _usable(connection):
                connection.exec_driver_sql(LIMITED, (LONGEST_MERGING,))
                yield connection
            else:
                yield None

    def hold(self) -> None:
        with self._holding:
            if self._serving is not None:
                try:
                    self._serving.exec_driver_sql("SELECT 1")
                    return
                except OperationalError:
                    self._serving.invalidate()
                    self._serving.close()
                    self._serving = None
            # The lock belongs to a transaction that stays open, because a pooler may give the connection to
            # another client when a transaction ends.
            serving = self._engine.connect()
            serving.exec_driver_sql(
                "SELECT pg_advisory_xact_lock_shared(%s, %s)", (SERVERS, THIS_FORMAT)
            )
            self._serving = serving

    def let_go(self) -> None:
        if self._serving is not None:
            self._serving.invalidate()
            self._serving.close()
            self._serving = None


def _start_over(connection: Connection) -> None:
    """Create the tables again, empty. No text is lost: the outbox fills them again from the
    database. Raise IndexInUse while a server of another format runs.
    """
    if connection.exec_driver_sql(OTHERS_LIVE, (SERVERS, THIS_FORMAT)).scalar():
        raise IndexInUse
    if connection.exec_driver_sql("SELECT to_regnamespace('search')").scalar() is None:
        log.info("search_index_begun")
    else:
        log.warning("search_index_started_over", reason="it is of another format, or damaged")
    connection.exec_driver_sql(TABLES)
    connection.exec_driver_sql(
        "INSERT INTO search.state (format, numbering) VALUES (%s, %s)", (FORMAT, new_numbering())
    )


def new_numbering() -> int:
    return secrets.randbits(62)


def _usable(connection: Connection) -> TablesState | None:
    try:
        row = connection.exec_driver_sql(STATE, {"longest": LONGEST_ANSWER}).first()
    except ProgrammingError as error:
        if isinstance(error.orig, UNMADE):
            return None
        raise
    return TablesState(*row[1:5]) if row and row.format == FORMAT else None


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

"""Reads a database in one snapshot, copies it into a file, and fills an empty one."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from wgcop.database import migrations
from wgcop.errors import Refused
from wgcop.upkeep.keeping import rows
from wgcop.upkeep.keeping.at_work import folder_of_work
from wgcop.upkeep.keeping.place import engine_of, file_of, has_tables, is_sqlite
from wgcop.upkeep.keeping.rows import AllRows, PostgresRows, Progress, SqliteRows, Sum

PAGES = 1_000
"""The number of pages that are copied in one step, between which others may write."""

SERVING = (
    "Somebody else has the database open. Stop the server, the worker and other commands first: what they "
    "write from now on would be in this database alone."
)


def silent(_: int) -> None:
    """Ignore the progress, if nobody watches."""


def revision_of(url: str) -> str:
    """Return the version of the database's tables; empty if it has none."""
    engine = engine_of(url)
    try:
        return migrations.version_of(engine)
    finally:
        engine.dispose()


def knows(revision: str) -> bool:
    """Return whether this code can bring tables to that version."""
    scripts = ScriptDirectory(str(migrations.FOLDER))
    return revision in {script.revision for script in scripts.walk_revisions()}


def require_known(revision: str) -> None:
    """Refuse a version that this code does not know: to bring rows to another kind of database, its
    tables must be made first.
    """
    if not knows(revision):
        raise Refused(
            f"The database is of a newer workspace (tables {revision}). Install that one first."
        )


def migrate(url: str, revision: str = "head") -> None:
    engine = engine_of(url)
    try:
        migrations.upgrade(engine, revision)
    finally:
        engine.dispose()
    if is_sqlite(url):
        _as_one_file(file_of(url))


def keep_only_own_code(file: Path, revision: str) -> list[str]:
    """Drop the triggers and views of an SQLite database that do not belong to tables of this
    version, and return their names.

    This comes before anything else is done with the database, because a trigger could send anything
    anywhere with the next comment.
    """
    with folder_of_work(file.parent, "own-") as folder:
        pattern = folder / "own.db"
        migrate(f"sqlite:///{pattern}", revision)
        own = _code_in(pattern)
    strange = sorted(_code_in(file).items() - own.items())
    with closing(sqlite3.connect(file)) as connection, connection:
        for (kind, name), _sql in strange:
            quoted = name.replace('"', '""')
            connection.execute(f'DROP {kind} "{quoted}"')
    with closing(sqlite3.connect(file)) as connection, connection:
        for thing in own.keys() - _code_in(file).keys():
            connection.execute(own[thing])
    return [name for (_kind, name), _sql in strange]


def _code_in(file: Path) -> dict[tuple[str, str], str]:
    """Return the SQL of triggers and views, by kind and name."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
        )
        return {(kind, name): sql for kind, name, sql in rows}


def _as_one_file(file: Path) -> None:
    """Make the database one file, with nothing in a journal beside it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = delete")


@contextmanager
def reading(url: str) -> Iterator[AllRows]:
    """Yield the rows of a database as they are at the first read, while others write."""
    if is_sqlite(url):
        with closing(_pinned(file_of(url))) as connection:
            yield SqliteRows(connection)
    else:
        with _postgres_snapshot(url) as driver:
            yield PostgresRows(driver)


@contextmanager
def reading_alone(url: str) -> Iterator[AllRows]:
    """Yield the rows of a database. Refuse if others have it open. On SQLite nobody else can write
    until the end.
    """
    if is_sqlite(url):
        with closing(sqlite3.connect(file_of(url), isolation_level=None, timeout=1)) as connection:
            try:
                connection.execute("PRAGMA locking_mode = exclusive")
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise Refused(SERVING) from error
            yield SqliteRows(connection)
        return
    with _postgres_snapshot(url) as driver:
        others = driver.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid != pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
        if others != (0,):
            raise Refused(SERVING)
        yield PostgresRows(driver)


def _pinned(file: Path) -> sqlite3.Connection:
    """Return a connection that sees the data committed so far, and nothing later."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=15)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


@contextmanager
def _postgres_snapshot(url: str) -> Iterator["psycopg.Connection[Any]"]:
    engine = engine_of(url)
    try:
        with (
            engine.connect().execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            ) as connection,
            connection.begin(),
        ):
            yield _driver(connection)
    finally:
        engine.dispose()


def _driver(connection: Connection) -> "psycopg.Connection[Any]":
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def copy_into_file(url: str, file: Path, progress: Progress = silent) -> None:
    """Copy a database as it is at the beginning, while others write, into one file of SQLite."""
    if is_sqlite(url):
        # The open snapshot keeps the copy from beginning again whenever somebody writes.
        with closing(_pinned(file_of(url))) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target, pages=PAGES, progress=lambda *_: progress(PAGES))
        _as_one_file(file)
        return
    revision = revision_of(url)
    require_known(revision)
    copy = f"sqlite:///{file}"
    migrate(copy, revision)
    with reading(url) as source_rows:
        _fill_file(file, source_rows, progress)


@contextmanager
def filled(
    url: str, source: AllRows, *, revision: str, newest: bool, progress: Progress = silent
) -> Iterator[dict[str, Sum]]:
    """Fill an empty database with the rows of `source` in the tables of this `revision`; `newest`
    then brings it to the version of this code. Yield the checksum of each table.

    If the body of the `with` fails, the database is left empty.
    """
    if is_sqlite(url):
        with _file_beside(file_of(url)) as part:
            migrate(f"sqlite:///{part}", revision)
            sums = _fill_file(part, source, progress)
            if newest:
                migrate(f"sqlite:///{part}")
            yield sums
            put(part, file_of(url))
        return
    if has_tables(url):
        _remove_tables(url)
    try:
        migrate(url, revision)
        yield _fill_postgres(url, source, progress, newest=newest)
    except BaseException:
        _remove_tables(url)
        raise


def _fill_postgres(
    url: str, source: AllRows, progress: Progress, *, newest: bool
) -> dict[str, Sum]:
    engine = engine_of(url)
    try:
        with engine.connect() as connection, connection.begin():
            sums = rows.copy(source, PostgresRows(_driver(connection)), progress)
            _driver(connection).execute("ANALYZE")
    finally:
        engine.dispose()
    if newest:
        migrate(url)
    return sums


def _fill_file(file: Path, source: AllRows, progress: Progress) -> dict[str, Sum]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(
            "PRAGMA synchronous = off"
        )  # the caller sees to it that the whole file reaches the disk
        connection.execute("BEGIN")  # the driver checks no foreign keys unless it is told to
        sums = rows.copy(source, SqliteRows(connection), progress)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise Refused(f"A row of the table {broken[0]} points to one that is not there.")
        connection.execute("COMMIT")
    return sums


def _remove_tables(url: str) -> None:
    engine = engine_of(url)
    try:
        migrations.downgrade(engine)
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    finally:
        engine.dispose()


@contextmanager
def _file_beside(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with folder_of_work(target.parent, "restore-") as folder:
        yield folder / target.name


def put(part: Path, target: Path) -> None:
    """Give the file its name once it is on the disk. A file on another disk is copied first."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if part.stat().st_dev != target.parent.stat().st_dev:
        part = Path(shutil.copy(part, target.parent / f".{target.name}-part"))
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
    # A journal of an earlier file under this name would be read as if it belonged to the new one.
    for journal in (f"{target}-wal", f"{target}-shm"):
        Path(journal).unlink(missing_ok=True)
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def holds_rows(url: str) -> bool:
    """Return whether the database holds more rows than 'wgcop migrate' puts there. An unknown
    version counts as more.
    """
    revision = revision_of(url)
    if not revision or not knows(revision):
        return True
    with tempfile.TemporaryDirectory() as folder:
        fresh = f"sqlite:///{folder}/fresh.db"
        migrate(fresh, revision)
        with reading(fresh) as as_made, reading(url) as here:
            return rows.counts(here) != rows.counts(as_made)

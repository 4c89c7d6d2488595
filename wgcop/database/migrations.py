"""Migration of the database to the version that the code expects, and the rule of which code may
serve on which tables.

A migration expands: code from before it still works on its tables. One that contracts, which means
that it removes what older code needs, declares `contract = "0070"`, the first version whose code
works without that. The lowest version that may serve is stored next to the version in
`alembic_version`, for code that does not know the migration. Decision 58 gives the details.
"""

import fcntl
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, event, inspect, text, update
from sqlalchemy.exc import DBAPIError

from config import ROOT
from wgcop.database import writing
from wgcop.database.stamp import Stamp
from wgcop.errors import Refused

FOLDER: Path = ROOT / "migrations"
NOTES_LEAST = "0066"
"""The migration since which the database states which versions may serve."""
STAMPS = "0075"
"""The migration since which there are both stamps."""

ADVISORY_LOCK = 0x7767636F70  # `wgcop` in ASCII
LOCK_SECONDS = 2
"""The seconds that a migration waits for a lock. Readers of that table queue up after it, and so
wait no longer than this.
"""
PAUSES = (1, 2, 5, 10, *[15] * 20)
"""The seconds before a migration that could not lock a table tries again."""

Say = Callable[[str], object]
Progress = Callable[[int, int], object]


class Fit(Enum):
    """The relation of the database to the code."""

    EXACT = "exact"
    EXPANDED = "expanded"
    """A newer workspace has added to the database; this one still works on it."""
    BEHIND = "behind"
    CONTRACTED = "contracted"
    """A newer workspace has taken away what this one needs."""

    @property
    def may_serve(self) -> bool:
        return self in (Fit.EXACT, Fit.EXPANDED)


@dataclass(frozen=True)
class Migrated:
    """The result of a migration: from which version to which, and in how many steps."""

    before: str
    after: str
    count: int


def upgrade(
    engine: Engine,
    revision: str = "head",
    *,
    say: Say = lambda _: None,
    progress: Progress = lambda _done, _of: None,
) -> Migrated:
    """Bring the database to the revision. A second migration at the same time waits for the first,
    and then has nothing to do.
    """
    with _alone(engine, say):
        require_letters(engine)
        return _move(engine, command.upgrade, revision, say, progress)


def downgrade(engine: Engine, revision: str = "base") -> Migrated:
    """Bring the database back to an older revision, for tests: it drops what the newer version has
    stored. An installation goes back by its backup.
    """
    with _alone(engine, lambda _: None):
        return _move(engine, command.downgrade, revision, lambda _: None, lambda _done, _of: None)


def _move(
    engine: Engine, move: Callable[..., Any], revision: str, say: Say, progress: Progress
) -> Migrated:
    before = version_of(engine)
    if before and before not in _order():
        fit = fit_of(engine)
        if not fit.may_serve:
            raise Refused(sentence(engine, fit))
        return Migrated(before, before, 0)
    target = {"head": newest(), "base": ""}.get(revision, revision)
    of = abs(_place(target) - _place(before))
    done: list[str] = []

    def after_step(revision: str) -> None:
        done.append(revision)
        progress(len(done), of)

    pauses = iter(PAUSES)
    while True:
        try:
            with _changing(engine) as connection:
                move(_config(connection, after_step), revision)
            return Migrated(before, version_of(engine), len(done))
        except DBAPIError as error:
            pause = next(pauses, None) if _has_waited_in_vain(error) else None
            if pause is None:
                raise
            say(
                f"Somebody is using a table that has to change. Trying again in {pause} seconds: at "
                f"{version_of(engine) or 'nothing'}, {len(done)} of {of} steps done."
            )
            time.sleep(pause)


def _has_waited_in_vain(error: DBAPIError) -> bool:
    code = getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "")
    # PostgreSQL's codes are those of a lock that is not available, and of a deadlock.
    return str(code).startswith(("SQLITE_BUSY", "55P03", "40P01"))


# What there is


def fit_of(engine: Engine) -> Fit:
    with engine.connect() as connection:
        stored, least = _stored(connection)
    if stored == newest():
        return Fit.EXACT
    if not stored or stored in _order():
        return Fit.BEHIND
    return Fit.EXPANDED if least in _order() else Fit.CONTRACTED


def require_fit(engine: Engine) -> Fit:
    """Raise an error for a database with which this version of the code cannot work, and return how
    the two relate.
    """
    fit = fit_of(engine)
    if not fit.may_serve:
        raise Refused(sentence(engine, fit))
    return fit


def sentence(engine: Engine, fit: Fit) -> str:
    if fit is Fit.BEHIND:
        return "The database is not as this version needs it. Run 'wgcop migrate' first."
    return (
        f"The database was brought to version {version_of(engine)} by a newer workspace, and this one "
        f"({newest()}) cannot work on it. Install that one, or restore the backup from before."
    )


def require_letters(engine: Engine) -> None:
    """Refuse to create tables in a PostgreSQL database whose encoding lacks letters. The encoding
    of a database cannot be changed later.
    """
    if engine.dialect.name != "postgresql" or version_of(engine):
        return
    with engine.connect() as connection:
        encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise Refused(
            f"The database stores text as {encoding}, which lacks letters of the six languages. Make another one: "
            "createdb --encoding UTF8 --template template0 --owner wgcop wgcop"
        )


def version_of(engine: Engine) -> str:
    with engine.connect() as connection:
        return _stored(connection)[0]


def _stored(connection: Connection) -> tuple[str, str]:
    """Return the database's version, and the least version of the code that may serve on it; empty
    if it does not state one.
    """
    if not inspect(connection).has_table("alembic_version"):
        return "", ""
    row = connection.execute(text("SELECT * FROM alembic_version")).mappings().first()
    return (row["version_num"], row.get("least_version") or "") if row else ("", "")


def newest() -> str:
    return list(_order())[-1]


@cache
def _order() -> dict[str, Script]:
    """Return our migrations by their revision, oldest first."""
    scripts = ScriptDirectory(str(FOLDER))
    return {script.revision: script for script in reversed(list(scripts.walk_revisions()))}


def _place(revision: str) -> int:
    return [*_order()].index(revision) + 1 if revision else 0


def least_version(revision: str) -> str:
    """Return the first version whose code may serve on tables of this revision."""
    revisions = [*_order()][: _place(revision)]
    contracts = [getattr(_order()[each].module, "contract", None) for each in revisions]
    return max([NOTES_LEAST, *filter(None, contracts)], key=_place)


# One at a time, and a step at a time


@contextmanager
def _alone(engine: Engine, say: Say) -> Iterator[None]:
    """Hold a lock until the whole run is done, so that one migration runs at a time. On PostgreSQL
    the lock belongs to a transaction, so that pgbouncer keeps the connection.
    """
    waiting = "Another 'wgcop migrate' is at work on this database. Waiting for it to end."
    if engine.dialect.name == "sqlite":
        database = engine.url.database
        if not database or database == ":memory:":
            yield
            return
        file = Path(f"{database}-migrating")
        with file.open("a") as lock:
            file.chmod(0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say(waiting)
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with engine.connect() as connection, connection.begin():
        # A server that ends idle transactions would otherwise take the lock away in the middle.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        ours = {"key": ADVISORY_LOCK}
        if not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), ours):
            say(waiting)
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), ours)
        yield


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection for migrations. Each step on it is a transaction of its own.

    SQLite changes a table by creating a copy and deleting the old one, so foreign keys are off
    while it does so: otherwise rows that refer to the old table would be deleted with it.
    """
    with engine.connect() as connection, writing():
        if connection.dialect.name != "sqlite":
            event.listen(connection, "begin", _wait_briefly)
            yield connection
            return
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = off")  # has no effect within a transaction
        try:
            yield connection
        finally:
            connection.rollback()  # within a transaction, the next line would have no effect
            cursor.execute("PRAGMA foreign_keys = on")
            cursor.close()


def _wait_briefly(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")


def _after_step(connection: Connection, revision: str) -> None:
    """Check foreign keys, note the least version and change the stamps, as the last part of a
    step's transaction. A server of the version before continues to serve, and caches pages under
    the stamps.
    """
    if connection.dialect.name == "sqlite":
        # five of them are enough for a message
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
        if broken:
            raise RuntimeError(f"Rows point to rows that are not there: {broken}")
    if _place(revision) >= _place(NOTES_LEAST):
        connection.execute(
            text("UPDATE alembic_version SET least_version = :least"),
            {"least": least_version(revision)},
        )
    if _place(revision) >= _place(STAMPS):
        connection.execute(
            update(Stamp).values(value=secrets.randbits(62), around=secrets.randbits(62))
        )


def _config(connection: Connection, done: Callable[[str], None]) -> Config:
    def after_step(*, heads: set[str], **_: Any) -> None:
        revision = next(iter(heads), "")
        _after_step(connection, revision)
        done(revision)

    config = Config(attributes={"connection": connection, "after_step": after_step})
    config.set_main_option("script_location", str(FOLDER))
    return config

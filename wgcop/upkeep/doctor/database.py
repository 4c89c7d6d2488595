"""Checks whether the database answers, is whole, and fits the code and the number of connections."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from wgcop.database import db, migrations
from wgcop.database import replica as replicas
from wgcop.database.migrations import Fit
from wgcop.health import checklist
from wgcop.health.diagnosis import Diagnosis, fault, ok, warning
from wgcop.upkeep.doctor.examination import Examination

OLDEST_POSTGRESQL = 13
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
LARGE_JOURNAL = 100 << 20
"""The size of SQLite's journal, in bytes, above which something is wrong. Written pages move from
the journal into the file, and the journal stays at some megabytes, unless a process still reads an
old state.
"""
BESIDE = 1
"""The number of additional connections of a process that does the background work or waits to do
it.
"""


def database(examined: Examination) -> Iterator[Diagnosis]:
    if db.engine.dialect.name == "sqlite":
        try:
            yield from _sqlite()
        except DatabaseError as error:
            if getattr(error.orig, "sqlite_errorname", "") not in DAMAGED:
                raise
            yield damaged(str(error.orig))
    else:
        yield from _postgresql(examined)


def _sqlite() -> Iterator[Diagnosis]:
    lost: Sequence[Any] = ()
    with db.engine.connect() as connection:
        [version] = connection.execute(text("SELECT sqlite_version()")).one()
        problems = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check(3)")]
        if problems == ["ok"]:
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
    if problems != ["ok"]:
        yield damaged(problems[0])
    elif lost:
        tables = ", ".join(sorted({str(row[0]) for row in lost}))
        yield fault(
            "database",
            f"Rows of {tables} point to rows that are not there.",
            "Restore the last backup, and keep this file.",
        )
    else:
        yield ok("database", f"SQLite {version} answers, and the file is whole.")
    journal = Path(f"{db.engine.url.database}-wal")
    size = journal.stat().st_size if journal.exists() else 0
    if size > LARGE_JOURNAL:
        yield warning(
            "database",
            f"{journal.name} has grown to {size / (1 << 20):.0f} MB, which makes each page slower: something reads from an old state.",
            "Close other programs that have the file open, and run `wgcop restart`.",
        )


def damaged(problem: str) -> Diagnosis:
    return fault(
        "database",
        f"The database file is damaged: {' '.join(problem.split())}.",
        "Stop the server and restore the last backup; keep the damaged file.",
    )


def _postgresql(examined: Examination) -> Iterator[Diagnosis]:
    with db.engine.connect() as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0)
        encoding = connection.scalar(text("SHOW server_encoding"))
        most = int(connection.scalar(text("SHOW max_connections")) or 0)
        reserved = int(connection.scalar(text("SHOW superuser_reserved_connections")) or 0)
    yield ok("database", f"PostgreSQL {version // 10000}.{version % 10000} answers.")
    if version < OLDEST_POSTGRESQL * 10_000:
        yield warning(
            "database",
            f"It is older than version {OLDEST_POSTGRESQL}.",
            "Upgrade PostgreSQL.",
        )
    if encoding != "UTF8":
        yield fault(
            "database",
            f"It stores text as {encoding}, which lacks letters of the six languages.",
            "Make a new one: createdb -E UTF8 -T template0 …, and bring the data over.",
        )
    each = examined.app.config["DATABASE_CONNECTIONS"] + BESIDE
    processes = (most - reserved) // each
    says = f"Its {most} connections are enough for {processes} processes at their busiest, workers included: {each} each."
    if processes < 2:
        yield warning(
            "database",
            says,
            f"Set max_connections to {each} for each process and ten more, or lower DATABASE_CONNECTIONS.",
        )
    else:
        yield ok("database", says)


def version_of_tables(_: Examination) -> Iterator[Diagnosis]:
    fit = migrations.fit_of(db.engine)
    if fit is Fit.EXACT:
        yield ok("migrations", "Code and database are of the same version.")
    elif fit.may_serve:
        yield warning(
            "migrations",
            "The database was brought further by a newer version, on which this one still works.",
            "Install that version here too.",
        )
    else:
        yield fault("migrations", migrations.sentence(db.engine, fit), "")


def replica(examined: Examination) -> Iterator[Diagnosis]:
    copy = replicas.replica_of(examined.app)
    if copy is None:
        return
    copy.look()
    deadline = monotonic() + copy.longest_lag
    # the copy may just be applying something
    while copy.lag is not None and not copy.is_close and monotonic() < deadline:
        sleep(0.2)
        copy.look()
    yield from checklist.replica()

"""A backup of the large form while people write: is all in it that was acknowledged before, and nothing that is only half there?

Two server processes and a worker on PostgreSQL and Redis. People post, read and send files the whole time. `wgcop backup` runs among
them, and its archive is brought back into SQLite and into PostgreSQL. What was the same before and after the backup must be there, row by
row; what came or changed meanwhile may be there as it was before or after; nothing else may be. With `--store` the files are in a store that
speaks S3, and come back into a folder and into another bucket. Ends with 1 if that does not hold.
"""

import argparse
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask

from bench.load.kept import CHANGING, GROWING, numbers
from bench.load.noted import Load
from bench.load.people import people, read, write
from bench.load.postgres import OWNER, Postgres
from bench.load.served import Served, demo_world
from bench.soak import upload
from tests.ceph import STORES
from tests.ceph import store as of_that_name
from tests.servers import redis
from wgcop.app import create_app
from wgcop.files import digest
from wgcop.stores.folder import FolderStore
from wgcop.stores.protocol import Store
from wgcop.stores.s3 import S3Store
from wgcop.upkeep.keeping import databases
from wgcop.upkeep.keeping.rows import AllRows, SqliteRows

WRITERS, READERS = 6, 3
WRITE_EVERY = 0.05
BEFORE, AFTER = 4.0, 2.0
"""Seconds of work around the backup."""
ELSEWHERE = "restored"

Rows = dict[str, Counter[str]]


@dataclass
class Outcome:
    load: Load
    took: float
    said: str
    before: Rows
    after: Rows
    acknowledged: set[int]
    """Comments, when the backup began."""
    ended_with: set[int]
    """Comments, when it had ended."""
    files: set[str]
    """Digests of files that were taken before it began."""
    faults: list[str] = field(default_factory=list)


def keep_under_load(served: Served, app: Flask, archive: Path) -> Outcome:
    who = people(app)
    load = Load(served.door, f"clause:{who.clause}")
    taken: dict[str, str] = {}
    threads = [
        *(
            Thread(
                target=write,
                args=(load, who.members[n::WRITERS], 100_000 * (n + 1), who.clauses[n]),
                kwargs={"every": WRITE_EVERY},
            )
            for n in range(WRITERS)
        ),
        *(Thread(target=read, args=(load, who.writers[0])) for _ in range(READERS)),
        Thread(target=upload, args=(load, who.secretary, who.body, taken, 0.5)),
    ]
    for thread in threads:
        thread.start()
    try:
        deadline = time.monotonic() + 120
        while len(load.posted) < WRITERS or not taken:
            assert time.monotonic() < deadline, f"Nobody works: {load.failed[:5]}"
            time.sleep(0.1)
        time.sleep(BEFORE)
        acknowledged, files = set(load.posted), set(taken.values())
        before = rows_of(served.settings["DATABASE_URL"])
        began = time.monotonic()
        ended = served.command("backup", str(archive))
        took = time.monotonic() - began
        after, ended_with = rows_of(served.settings["DATABASE_URL"]), set(load.posted)
        time.sleep(AFTER)
    finally:
        load.over.set()
        for thread in threads:
            thread.join()
    assert ended.returncode == 0, ended.stderr
    return Outcome(load, took, ended.stderr.strip(), before, after, acknowledged, ended_with, files)


def rows_of(url: str) -> Rows:
    """All of them, as they are at one moment."""
    with databases.reading(url) as rows:
        return counted(rows)


def counted(rows: AllRows) -> Rows:
    return {
        table: Counter(map(repr, rows.read(table, sorted(columns))))
        for table, columns in rows.tables().items()
        if table not in CHANGING
    }


def faults_of(outcome: Outcome, restored: Rows, place: Path) -> Iterator[str]:
    for table, there in restored.items():
        before, after = outcome.before[table], outcome.after[table]
        if lost := (before & after) - there:
            yield f"{table}: {lost.total()} rows that did not change are not in the archive"
        if table not in GROWING and (others := there - (before | after)):
            print(f"  {table}: {others.total()} rows as they were for a moment in between")
            if table == "comment":
                yield f"comment: {others.total()} rows are none of those that were there"
    app = create_app({"DATA_DIR": place, "DATABASE_URL": "", "REDIS_URL": "", "FILES_URL": ""})
    kept = numbers(app)
    if lost := outcome.acknowledged - set(kept):
        yield f"{len(lost)} comments were acknowledged before, and are not in the archive"
    if twice := [number for number, count in kept.items() if count > 1]:
        yield f"{len(twice)} comments are there twice"
    print(f"  comments posted meanwhile that are in it: {len(set(kept) - outcome.acknowledged)}")
    with closing(sqlite3.connect(place / "wgcop.db")) as database:
        if broken := database.execute("PRAGMA foreign_key_check").fetchall():
            yield f"{len(broken)} rows point to rows that are not there"
    stored = {each.name: each for each in (place / "files").glob("*/*") if each.is_file()}
    if missing := outcome.files - stored.keys():
        yield f"{len(missing)} files were taken before, and are not in the archive"
    if changed := [name for name, file in stored.items() if digest(file.read_bytes()) != name]:
        yield f"{len(changed)} files are not what was sent"


def bring_back(
    outcome: Outcome,
    served: Served,
    database: Postgres,
    archive: Path,
    folder: Path,
    *,
    bucket: str,
) -> None:
    """Into SQLite with a folder of files, and into PostgreSQL with a bucket if there is one."""
    with database.connection("postgres") as admin:
        admin.execute(f'CREATE DATABASE "{ELSEWHERE}" TEMPLATE template0')
    there = f"postgresql+psycopg://{OWNER}@/{ELSEWHERE}?host={database.folder}"
    for name, url, files_url in (("sqlite", "", ""), ("postgresql", there, bucket)):
        settings = {
            **served.settings,
            "DATA_DIR": folder / name,
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "FILES_URL": files_url,
        }
        if not url:
            settings["SEARCH_ENGINE"] = "whoosh"
        began = time.monotonic()
        ended = Served(settings, folder).command("restore", str(archive))
        assert ended.returncode == 0, ended.stderr
        print(f"restored into {name:<14}{time.monotonic() - began:.1f} s")
    file = folder / "sqlite" / "wgcop.db"
    with closing(sqlite3.connect(file)) as one, databases.reading(there) as two:
        in_sqlite, in_postgresql = counted(SqliteRows(one)), counted(two)
    outcome.faults += [
        f"{table} is not the same on both kinds of database"
        for table in {*in_sqlite, *in_postgresql} - GROWING
        if in_sqlite.get(table) != in_postgresql.get(table)
    ]
    outcome.faults += faults_of(outcome, in_sqlite, folder / "sqlite")
    in_folders = [{each.name for each in store.listed()} for store in stores_of(folder, bucket)]
    print(f"files brought back          {len(in_folders[0])}")
    if in_folders[0] != in_folders[1]:
        outcome.faults.append("not the same files came back in both places")


def stores_of(folder: Path, bucket: str) -> tuple[Store, Store]:
    return (
        FolderStore(folder / "sqlite" / "files"),
        S3Store(bucket) if bucket else FolderStore(folder / "postgresql" / "files"),
    )


def enlarge(database: Postgres, comments: int) -> None:
    """By rows like those that are there, so that the backup reads for a while."""
    with database.connection() as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'comment' AND table_schema = 'public'"
            )
        ]
        own = {
            "id": "1000000000 + n",
            "key": "'kept-' || n",
            "name": "'k' || n",
            "parent_id": "NULL::bigint",
            "body": "repeat('Helplines in schools, and how they are staffed. ', 10) || n",
        }
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(own.get(name, f'c."{name}"') for name in names)
        connection.execute(
            f"INSERT INTO comment ({columns}) SELECT {values} FROM "
            f"(SELECT * FROM comment LIMIT 1) c, generate_series(1, {comments}) n"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=20_000, help="that are there before")
    parser.add_argument(
        "--store",
        nargs="?",
        const=STORES[0],
        choices=STORES,
        help="files are in a store that speaks S3",
    )
    asked = parser.parse_args()
    os.umask(0o077)  # as commands of ours have it
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-bench-")))
        database = stack.enter_context(Postgres.running())
        settings: dict[str, Any] = {
            "DATA_DIR": folder / "var",
            "SECRET_KEY": "kept while people write, and long enough",
            "RATELIMIT_ENABLED": False,
            "DATABASE_URL": database.url,
            "REDIS_URL": stack.enter_context(redis()),
            "SEARCH_ENGINE": "postgres",
        }
        bucket = ""
        if asked.store:
            store = of_that_name(asked.store)
            store.start()
            stack.callback(store.stop)
            settings["FILES_URL"], bucket = store.new(), store.new()
        app = stack.enter_context(demo_world(settings))
        enlarge(database, asked.comments)
        served = Served(settings, folder, "--processes", "2")
        stack.callback(served.kill)
        served.start_worker()
        served.start()
        archive = folder / "kept.tar.gz"
        outcome = keep_under_load(served, app, archive)
        served.end(signal.SIGTERM).wait()
        load = outcome.load
        print(f"load of the machine         {os.getloadavg()[0]:.1f}", flush=True)
        print(f"requests                    {sum(load.sent.values())} ({dict(load.sent)})")
        print(
            f"  failed                    {len(load.failed)} {sorted(Counter(load.failed).items())}"
        )
        print(f"the backup took             {outcome.took:.1f} s: {outcome.said}")
        print(f"comments acknowledged       {len(outcome.acknowledged)} before it")
        print(f"  while it ran              {len(outcome.ended_with - outcome.acknowledged)}")
        print(f"files taken before          {len(outcome.files)}")
        bring_back(outcome, served, database, archive, folder, bucket=bucket)
    print("\n".join(outcome.faults) or "All that was acknowledged before is there, row by row.")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())

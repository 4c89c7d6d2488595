"""What the audit trail costs: deeds noted each second by many at once, posting beside them, and proving that all is whole.

    python bench/audit.py [--writers 20] [--seconds 5] [--rows 100000] [--database postgresql+psycopg://…]

Without an address it uses SQLite in a folder of its own. The database must be empty: it is filled and left behind.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask

from wgcop.app import create_app
from wgcop.audit.actions import Thing, note
from wgcop.audit.verifying import verify
from wgcop.database import db, migrations, writing
from wgcop.events.actions import open_topic, record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app({"DATA_DIR": folder, "DATABASE_URL": options.database})
        with app.app_context():
            migrations.upgrade(db.engine)
        for title, act in (("entries of a topic alone", post), ("entries and a deed each", decide)):
            times = together(app, act, writers=options.writers, seconds=options.seconds)
            ranked = sorted(times)
            print(
                f"{title}: {len(times) / options.seconds:.0f} a second with {options.writers} writers; "
                f"median {statistics.median(ranked) * 1000:.1f} ms, "
                f"p95 {ranked[int(len(ranked) * 0.95)] * 1000:.1f} ms"
            )
        with app.app_context():
            fill(options.rows)
            begun = time.perf_counter()
            faults = list(verify(db.session))
            took = time.perf_counter() - begun
            print(f"{options.rows} rows proved in {took:.1f} s; faults: {faults or 'none'}")
            db.session.rollback()
            db.engine.dispose()


def post(writer: int) -> None:
    topic = open_topic(f"bench:{writer}", title="A clause", address="/", audience="members")
    record(topic, "comment.posted", by=None, target_kind="comment", target_id=writer)


def decide(writer: int) -> None:
    post(writer)
    note("contribution.accepted", by=None, of=Thing("paper", writer, "C 3/7"))


def together(
    app: Flask, act: Callable[[int], None], *, writers: int, seconds: float
) -> list[float]:
    times: list[float] = []
    until = time.perf_counter() + seconds

    def work(writer: int) -> None:
        while time.perf_counter() < until:
            begun = time.perf_counter()
            with app.app_context(), writing():
                act(writer)
                db.session.commit()
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def fill(rows: int) -> None:
    for begun in range(0, rows, 1000):
        for number in range(begun, begun + 1000):
            note("contribution.accepted", by=None, of=Thing("paper", number, "C 3/7"))
        db.session.commit()


if __name__ == "__main__":
    main()

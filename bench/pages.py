"""What pages cost with 20 clauses and 500 comments: SQL statements and milliseconds, on SQLite.

The application runs in this process, without a network, so the time is its own.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select

from wgcop import demo, migrations
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.db import db, writing
from wgcop.resolutions.models import Clause
from wgcop.search import indexer
from wgcop.threads.actions.comments import post_comment, thread_of
from wgcop.threads.models import Comment

SLUG = "67-hyderabad-2010"
WORDS = (
    "Our delegation can agree to this wording, **provided** that what was decided at the last "
    "meeting on awareness campaigns is kept. We would add: *in cooperation with the regional offices*."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=500)
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        settings = {"DATA_DIR": Path(folder), "SECRET_KEY": "measured", "TESTING": True}
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade(db.engine)
            wid, reader = fill(options.comments)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = reader, True
        print(f"{'page':44}{'statements':>12}{'p50 ms':>9}{'p95 ms':>9}{'kB':>8}")
        for address in (
            f"/resolutions/{SLUG}",
            f"/clauses/{wid}",
            f"/clauses/{wid}/thread",
            "/search?q=awareness",
            "/meetings/",
        ):
            measure(client, address, options.times)
        with app.app_context():
            db.engine.dispose()


def fill(comments: int) -> tuple[str, str]:
    """The demo world, with half of the comments on the first clause and the rest spread over all clauses."""
    with writing():
        demo.load(db.session)
        db.session.commit()
        clauses = list(db.session.scalars(select(Clause).order_by(Clause.id)))
        people = [p for p in db.session.scalars(select(Person)) if p.memberships]
        existing = db.session.scalar(select(func.count()).select_from(Comment)) or 0
        places = cycle(place for clause in clauses for place in (clauses[0], clause))
        writers = cycle(people)
        for number, clause in enumerate(islice(places, max(comments - existing, 0))):
            writer = next(writers)
            post_comment(
                thread_of(clause),
                by=writer,
                capacity=writer.capacities[0],
                body=f"{WORDS} ({number})",
                key=f"measured-{number}",
            )
        db.session.commit()
    print(f"{len(clauses)} clauses, {max(comments, existing)} comments, {len(people)} writers")
    indexer.drain_all()
    return clauses[0].wid, people[0].get_id()


def measure(client: FlaskClient, address: str, times: int) -> None:
    times_taken = []
    for _ in range(times):
        with counting() as sent:
            start = time.perf_counter()
            answer = client.get(address)
            times_taken.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, f"{address}: {answer.status}"
    p50, p95 = statistics.median(times_taken), statistics.quantiles(times_taken, n=20)[18]
    size = len(answer.data) / 1000
    print(f"{address:44}{len(sent):12}{p50:9.1f}{p95:9.1f}{size:8.0f}")


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collects the SQL that is sent, without the beginnings of transactions."""
    sent: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main()

"""Workspaces to measure in: the demo world, and the threads, comments and people that a measurement adds to it at once."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count, cycle
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, insert, select

from bench.pages import counting
from wgcop import clock, demo
from wgcop.accounts.models import Delegation, DelegationRole, Membership, Person
from wgcop.app import create_app
from wgcop.database import Base, db, migrations, writing
from wgcop.events.models import Entry, Topic
from wgcop.following.models import Follow, ReadMark
from wgcop.observing import log
from wgcop.threads.actions.comments import next_position, topic_of
from wgcop.threads.models import MEMBERS, Comment, CommentType, Thread
from wgcop.threads.names import new_name

WORDS = "Our delegation can agree to this wording, **provided** that the date stays."
AT_ONCE = 20_000
names = count()

ParentOf = Callable[[int], int | None]
"""The number of the comment that another one answers, among those that are made together."""


@contextmanager
def demo_workspace(**settings: Any) -> Iterator[Flask]:
    """Open a workspace with the demo world, on SQLite or on the database that DATABASE_URL names."""
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app(
            {
                "DATA_DIR": Path(folder),
                "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
                "SECRET_KEY": "measured",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "RATELIMIT_ENABLED": False,
                **settings,
            }
        )
        log.be_quiet()
        with app.app_context(), writing():
            migrations.upgrade(db.engine)
            demo.load(db.session)
            db.session.commit()
        yield app
        with app.app_context():
            db.engine.dispose()


@contextmanager
def adding(app: Flask) -> Iterator[None]:
    """Commit what is added to the world within."""
    with app.app_context(), writing():
        yield
        db.session.commit()
        if db.engine.dialect.name == "postgresql":
            db.session.connection().exec_driver_sql("ANALYZE")
            db.session.commit()


def signed_in(client: FlaskClient, session_id: str) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = session_id, True
    return client


# Comments


def fifths_are_replies(number: int) -> int | None:
    return number - 4 if number % 5 == 4 else None


def all_reply_to_the_first(number: int) -> int | None:
    return 0 if number else None


def fill_thread(
    thread: Thread, size: int, parent_of: ParentOf, within: Delegation | None = None
) -> list[dict[str, Any]]:
    """The same rows as posting would make, inserted at once; for everybody, or within a delegation. They are not noted for the index."""
    return fill_threads([thread], size, parent_of, within)[0]


def fill_threads(
    threads: Sequence[Thread], size: int, parent_of: ParentOf, within: Delegation | None = None
) -> list[list[dict[str, Any]]]:
    """The same for several threads, each of which gets so many comments."""
    audience = within.audience if within else MEMBERS
    writers = [
        (person.id, person.memberships[0].delegation_id, person.capacities[0].title)
        for person in db.session.scalars(Person.search_query().order_by(Person.id))
        if person.memberships and within in (None, person.memberships[0].delegation)
    ]
    start, filled = 1 + (db.session.scalar(select(func.max(Comment.id))) or 0), []
    entries: list[dict[str, Any]] = []
    for thread in threads:
        topic, place = topic_of(thread, audience), next_position(thread)
        db.session.flush()
        rows = []
        for number in range(size):
            person_id, delegation_id, title = writers[number % len(writers)]
            parent = parent_of(number)
            rows.append(
                {
                    "id": start + number,
                    "name": new_name(),
                    "position": place + number,
                    "thread_id": thread.id,
                    "parent_id": None if parent is None else start + parent,
                    "person_id": person_id,
                    "delegation_id": delegation_id,
                    "capacity": title,
                    "audience": audience,
                    "type": CommentType.SUBSTANTIVE,
                    "body": f"{WORDS} ({number})",
                    "language": "en",
                    "key": f"bench-{start + number}",
                    "posted_at": clock.now(),
                    "version": 1,
                }
            )
            entries.append(
                {
                    "topic_id": topic.id,
                    "seq": topic.seq + number + 1,
                    "kind": "comment.posted",
                    "target_kind": "comment",
                    "target_id": str(start + number),
                    "actor_id": person_id,
                    "at": clock.now(),
                }
            )
        topic.seq += size
        topic.comments += size
        start += size
        filled.append(rows)
    insert_all(Comment, [row for rows in filled for row in rows])
    insert_all(Entry, entries)
    if db.engine.dialect.name == "postgresql":
        db.session.connection().exec_driver_sql(
            "SELECT setval('comment_id_seq', (SELECT max(id) FROM comment))"
        )
    return filled


def add_threads(number: int) -> list[Topic]:
    """Open so many threads that are not of the demo world, and return their topics."""
    made = next(names)
    threads = [
        Thread(
            name=f"clause:bench-{made}-{each}",
            title=f"Clause {made}.{each}",
            address="/",
            parent="resolution:bench",
        )
        for each in range(number)
    ]
    db.session.add_all(threads)
    db.session.flush()
    return [topic_of(each, MEMBERS) for each in threads]


def threads_of(topics: Sequence[Topic]) -> list[Thread]:
    named = Thread.name.in_([each.name for each in topics])
    return list(db.session.scalars(select(Thread).where(named).order_by(Thread.id)))


# People


def add_people(number: int, **choices: Any) -> list[int]:
    """Add so many members of the delegations in turn, with these choices, and return their ids."""
    made, first = next(names), 1 + (db.session.scalar(select(func.max(Person.id))) or 0)
    delegations = cycle(db.session.scalars(select(Delegation.id).order_by(Delegation.id)).all())
    ids = list(range(first, first + number))
    insert_all(
        Person,
        [
            {
                "id": each,
                "email": f"person-{made}-{each}@example.org",
                "name": f"Person {each}",
                "epoch": 1,
                "active": True,
                "language": "en",
                "joined_at": clock.now(),
                **choices,
            }
            for each in ids
        ],
    )
    insert_all(
        Membership,
        [
            {
                "person_id": each,
                "delegation_id": next(delegations),
                "role": DelegationRole.MEMBER,
            }
            for each in ids
        ],
    )
    return ids


def follow_only(
    people: Sequence[int],
    followed: Callable[[int], Sequence[int]],
    *,
    since: datetime | None = None,
) -> None:
    """Let these people follow the topics of these ids and nothing else."""
    db.session.execute(delete(Follow).where(Follow.person_id.in_(people)))
    since = since or clock.now()
    rows = [
        {"person_id": person, "topic_id": topic, "follows": True, "silences": False, "since": since}
        for person in people
        for topic in followed(person)
    ]
    insert_all(Follow, rows)


def read_up_to(people: Sequence[int], marks: Mapping[int, int]) -> None:
    """Let these people have read each topic up to a number."""
    db.session.execute(
        delete(ReadMark).where(ReadMark.person_id.in_(people), ReadMark.topic_id.in_(marks.keys()))
    )
    insert_all(
        ReadMark,
        [
            {"person_id": person, "topic_id": topic, "seq": seq, "told": 0}
            for person in people
            for topic, seq in marks.items()
        ],
    )


def insert_all(model: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows past the session, so that nothing else is done with each of them."""
    table = Base.metadata.tables[model.__tablename__]
    for first in range(0, len(rows), AT_ONCE):
        db.session.execute(insert(table), list(rows[first : first + AT_ONCE]))


# Measuring


class Report:
    """A table of acts in worlds of several sizes. `ratio` compares the processor time of each act with that in the
    first world.
    """

    def __init__(self, world: str, times: int) -> None:
        self._times = times
        self._first: dict[str, float] = {}
        print(f"load of the machine {os.getloadavg()[0]:.1f}")
        columns = f"{'statements':>10}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}{'ratio':>7}"
        print(f"{world:17}{'what':36}{columns}", flush=True)

    def add(self, world: str, acts: Mapping[str, Callable[[], Any]]) -> None:
        for what, act in acts.items():
            statements, times_taken, cpu = measure(act, self._times)
            p50, p95 = statistics.median(times_taken), statistics.quantiles(times_taken, n=20)[18]
            ratio = cpu / self._first.setdefault(what, cpu)
            numbers = f"{statements:10}{p50:9.1f}{p95:9.1f}{cpu:9.1f}{ratio:7.2f}"
            print(f"{world:17}{what:36}{numbers}", flush=True)


def measure(act: Callable[[], Any], times: int) -> tuple[int, list[float], float]:
    """The number of statements of the last run, the milliseconds of each run, and the median processor time."""
    times_taken, cpu = [], []
    for _ in range(times):
        with counting() as sent:
            start, start_cpu = time.perf_counter(), time.process_time()
            answer = act()
            times_taken.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - start_cpu) * 1000)
        assert answer.status_code in (200, 201), answer.status
    return len(sent), times_taken, statistics.median(cpu)

"""What a long thread costs: opening its clause and posting into it, with 100, 1,000, 2,000 and 10,000 comments;
what a comment with 500 replies costs, compared with one that has 5; and the inbox of somebody who follows 20 threads
with 1,000 comments, and 200 threads with 10,000 and with 100,000, of which all are unread or one in each thread.

The application runs in this process, without a network, on SQLite or on the database that DATABASE_URL names, so the
time is its own. Other work of the machine makes it longer. Processor time (cpu) suffers little from that: the last
column is its ratio to the shortest thread.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select

from bench.pages import counting
from wgcop import clock, demo
from wgcop.accounts.models import Delegation, Person
from wgcop.app import create_app
from wgcop.database import Base, db, migrations, writing
from wgcop.events.models import Entry, Topic
from wgcop.following.actions import follow, mark_read
from wgcop.following.models import Follow
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import next_position, thread_of, topic_of
from wgcop.threads.models import MEMBERS, Comment, CommentType, Thread
from wgcop.threads.names import new_name

SIZES = (100, 1_000, 2_000, 10_000)
REPLIES = (5, 500)
FOLLOWED = ((20, 1_000), (200, 10_000), (200, 100_000))
"""The threads that somebody follows, and the comments in all of them together."""
COUNTS = "/resolutions/67-hyderabad-2010/counts"
WORDS = "Our delegation can agree to this wording, **provided** that the date stays."
keys = count()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app(
            {
                "DATA_DIR": Path(folder),
                "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
                "SECRET_KEY": "measured",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "RATELIMIT_ENABLED": False,
            }
        )
        with app.app_context(), writing():
            migrations.upgrade(db.engine)
            demo.load(db.session)
            db.session.commit()
            clauses = [c.wid for c in db.session.scalars(select(Clause).order_by(Clause.id))]
            reader, writer = db.session.scalars(select(Person).order_by(Person.id).limit(2))
            people = reader.get_id(), writer.get_id()
        print(
            f"{'thread':17}{'what':36}{'statements':>10}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}{'ratio':>7}"
        )
        free, first = cycle(clauses), {}
        for size in sorted(options.sizes):
            wid = next(free)
            with app.app_context(), writing():
                middle = fill(wid, size, fifths_are_replies)[size // 2]["position"]
                db.session.commit()
            acts = acts_in_thread(app.test_client, people, wid, middle)
            report(f"{size:,} comments", acts, options.times, first)
        for size in REPLIES:
            wid = next(free)
            with app.app_context(), writing():
                comment = fill(wid, size + 1, all_reply_to_the_first)[0]["name"]
                db.session.commit()
            acts = acts_on_comment(app.test_client, people, wid, comment)
            report(f"1 + {size} replies", acts, options.times, first)
        for threads, comments in FOLLOWED:
            with app.app_context(), writing():
                topics = follow_threads(people[0], threads, comments)
                db.session.commit()
            acts = acts_of_follower(app.test_client, people[0])
            report(f"{threads} × {comments // threads:,}", acts, options.times, first)
            with app.app_context(), writing():
                read_but_one(people[0], topics)
                db.session.commit()
            report("  of which 1 each", acts, options.times, first)
        with app.app_context():
            db.engine.dispose()


def report(
    thread: str, acts: dict[str, Callable[[], Any]], times: int, first: dict[str, float]
) -> None:
    for what, act in acts.items():
        statements, times_taken, cpu = measure(act, times)
        p50, p95 = statistics.median(times_taken), statistics.quantiles(times_taken, n=20)[18]
        ratio = cpu / first.setdefault(what, cpu)
        print(f"{thread:17}{what:36}{statements:10}{p50:9.1f}{p95:9.1f}{cpu:9.1f}{ratio:7.2f}")


def fifths_are_replies(number: int) -> int | None:
    return number - 4 if number % 5 == 4 else None


def all_reply_to_the_first(number: int) -> int | None:
    return 0 if number else None


def fill(
    wid: str,
    size: int,
    parent_of: Callable[[int], int | None],
    within: Delegation | None = None,
) -> list[dict[str, Any]]:
    """The same rows as posting would make, inserted at once; for everybody, or within a delegation. They are not noted for the index."""
    clause = db.session.scalars(select(Clause).where(Clause.wid == wid)).one()
    return fill_thread(thread_of(clause), size, parent_of, within)


def fill_thread(
    thread: Thread,
    size: int,
    parent_of: Callable[[int], int | None],
    within: Delegation | None = None,
) -> list[dict[str, Any]]:
    audience = within.audience if within else MEMBERS
    topic = topic_of(thread, audience)
    people = [
        p
        for p in db.session.scalars(select(Person))
        if p.memberships and within in (None, p.memberships[0].delegation)
    ]
    start = 1 + max(db.session.scalars(select(Comment.id)), default=0)
    place = next_position(thread)
    rows, entries = [], []
    for number in range(size):
        writer, parent = people[number % len(people)], parent_of(number)
        rows.append(
            {
                "id": start + number,
                "name": new_name(),
                "position": place + number,
                "thread_id": thread.id,
                "parent_id": None if parent is None else start + parent,
                "person_id": writer.id,
                "delegation_id": writer.memberships[0].delegation_id,
                "capacity": writer.capacities[0].title,
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
                "actor_id": writer.id,
                "at": clock.now(),
            }
        )
    tables = Base.metadata.tables
    db.session.execute(insert(tables[Comment.__tablename__]), rows)
    db.session.execute(insert(tables[Entry.__tablename__]), entries)
    topic.seq += size
    topic.comments += size
    if db.engine.dialect.name == "postgresql":
        db.session.connection().exec_driver_sql(
            "SELECT setval('comment_id_seq', (SELECT max(id) FROM comment))"
        )
    return rows


def follow_threads(session_id: str, threads: int, comments: int) -> list[Topic]:
    """Let the person follow so many new threads instead of those from before, all with as many comments by others."""
    person = db.session.get_one(Person, int(session_id.partition(":")[0]))
    db.session.execute(delete(Follow).where(Follow.person_id == person.id))
    topics = []
    for number in range(threads):
        name = f"clause:bench-{threads}-{comments}-{number}"
        thread = Thread(name=name, title=f"Clause {number}", address="/", parent="resolution:bench")
        db.session.add(thread)
        topic = topic_of(thread, MEMBERS)
        db.session.flush()
        follow(topic, by=person)
        topics.append(topic)
    for topic in topics:
        thread = db.session.scalars(select(Thread).where(Thread.name == topic.name)).one()
        fill_thread(thread, comments // threads, fifths_are_replies)
    return topics


def read_but_one(session_id: str, topics: list[Topic]) -> None:
    """Let the person have read all of these topics except the last entry."""
    person = db.session.get_one(Person, int(session_id.partition(":")[0]))
    for topic in topics:
        here = db.session.merge(topic)
        mark_read(here, here.seq - 1, by=person)


def signed_in(client: FlaskClient, session_id: str) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = session_id, True
    return client


def post(writer: FlaskClient, wid: str, parent: str = "") -> Any:
    return writer.post(
        f"/clauses/{wid}/comments",
        data={"body": WORDS, "key": f"posted-{next(keys)}", "parent": parent},
        headers={"Accept": "application/json"},
    )


def acts_in_thread(
    client: Callable[[], FlaskClient], people: tuple[str, str], wid: str, middle: int
) -> dict[str, Callable[[], Any]]:
    reader, writer = (signed_in(client(), person) for person in people)

    def read() -> Any:
        reader.post("/read-marks", data={"topic": f"clause:{wid}"})
        return reader.get(f"/clauses/{wid}/thread")

    return {
        "open the clause, all of it unread": lambda: reader.get(f"/clauses/{wid}"),
        "open the thread alone, all unread": lambda: reader.get(f"/clauses/{wid}/thread"),
        "mark it as read and open the thread": read,
        "the middle of it": lambda: reader.get(f"/clauses/{wid}/thread/part?before={middle}"),
        "post into it": lambda: post(writer, wid),
        "the first page, half of it unread": lambda: writer.get("/"),
        "the counts beside the clauses": lambda: writer.get(COUNTS),
    }


def acts_on_comment(
    client: Callable[[], FlaskClient], people: tuple[str, str], wid: str, comment: str
) -> dict[str, Callable[[], Any]]:
    reader, writer = (signed_in(client(), person) for person in people)
    return {
        "open its clause, all of it unread": lambda: reader.get(f"/clauses/{wid}"),
        "the comment's own page": lambda: reader.get(f"/comments/{comment}"),
        "reply to it": lambda: post(writer, wid, comment),
    }


def acts_of_follower(
    client: Callable[[], FlaskClient], person: str
) -> dict[str, Callable[[], Any]]:
    reader = signed_in(client(), person)

    def count_anew() -> Any:
        reader.post("/follows", data={"topic": "resolution:67-hyderabad-2010"})
        return reader.get("/inbox/count")

    return {
        "the inbox": lambda: reader.get("/inbox"),
        "follow, then count what is new": count_anew,
        "count what is new again": lambda: reader.get("/inbox/count"),
        "what is followed": lambda: reader.get("/inbox/following"),
    }


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


if __name__ == "__main__":
    main()

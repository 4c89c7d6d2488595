"""What a long thread costs: opening its clause and posting into it, with 100, 1,000, 2,000 and 10,000 comments;
what a comment with 500 replies costs, compared with one that has 5; and the inbox of somebody who follows 20 threads
with 1,000 comments, and 200 threads with 10,000 and with 100,000, of which all are unread or one in each thread.
`--only inbox` measures this alone; `bench/positions.py` has the grid and the desk, and `bench/digests.py` the letters.

The application runs in this process, without a network, on SQLite or on the database that DATABASE_URL names, so the
time is its own. Other work of the machine makes it longer. Processor time (cpu) suffers little from that: the last
column is its ratio to the shortest thread.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.worlds import (
    WORDS,
    ParentOf,
    Report,
    add_threads,
    adding,
    all_reply_to_the_first,
    demo_workspace,
    fifths_are_replies,
    fill_thread,
    fill_threads,
    follow_only,
    read_up_to,
    signed_in,
    threads_of,
)
from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.events.models import Topic
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import thread_of

SIZES = (100, 1_000, 2_000, 10_000)
REPLIES = (5, 500)
FOLLOWED = ((20, 1_000), (200, 10_000), (200, 100_000))
"""The threads that somebody follows, and the comments in all of them together."""
PARTS = ("threads", "replies", "inbox")
COUNTS = "/resolutions/67-hyderabad-2010/counts"
keys = count()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with demo_workspace() as app:
        with app.app_context():
            clauses = db.session.scalars(select(Clause.wid).order_by(Clause.id)).all()
            reader, writer = db.session.scalars(select(Person).order_by(Person.id).limit(2))
            people = reader.get_id(), writer.get_id()
            head = db.session.scalars(select(Person).where(Person.email.like("amina%"))).one()
            follower = head.get_id()
        report, free = Report("thread", options.times), cycle(clauses)
        if "threads" in options.only:
            measure_threads(app, report, people, free, sorted(options.sizes))
        if "replies" in options.only:
            measure_replies(app, report, people, free)
        if "inbox" in options.only:
            measure_inbox(app, report, follower)


def measure_threads(
    app: Flask, report: Report, people: tuple[str, str], free: Iterator[str], sizes: list[int]
) -> None:
    for size in sizes:
        wid = next(free)
        with adding(app):
            middle = fill(wid, size, fifths_are_replies)[size // 2]["position"]
        report.add(f"{size:,} comments", acts_in_thread(app.test_client, people, wid, middle))


def measure_replies(
    app: Flask, report: Report, people: tuple[str, str], free: Iterator[str]
) -> None:
    for size in REPLIES:
        wid = next(free)
        with adding(app):
            comment = fill(wid, size + 1, all_reply_to_the_first)[0]["name"]
        report.add(f"1 + {size} replies", acts_on_comment(app.test_client, people, wid, comment))


def measure_inbox(app: Flask, report: Report, person: str) -> None:
    """The reader follows so many new threads instead of those from before."""
    key = int(person.partition(":")[0])
    for number, comments in FOLLOWED:
        with adding(app):
            topics = add_threads(number)
            ids = [topic.id for topic in topics]
            follow_only([key], lambda _person, ids=ids: ids)
            fill_threads(threads_of(topics), comments // number, fifths_are_replies)
        acts = acts_of_follower(app.test_client, person)
        report.add(f"{number} × {comments // number:,}", acts)
        with adding(app):
            rows = db.session.execute(select(Topic.id, Topic.seq).where(Topic.id.in_(ids)))
            read_up_to([key], {topic: seq - 1 for topic, seq in rows})
        report.add("  of which 1 each", acts)


def fill(
    wid: str, size: int, parent_of: ParentOf, within: Delegation | None = None
) -> list[dict[str, Any]]:
    """Fill the thread of a clause."""
    clause = db.session.scalars(select(Clause).where(Clause.wid == wid)).one()
    return fill_thread(thread_of(clause), size, parent_of, within)


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
        "the desk of their delegation": lambda: reader.get("/delegation"),
    }


if __name__ == "__main__":
    main()

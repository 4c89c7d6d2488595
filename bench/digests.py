"""What a morning costs: writing the daily letters to 10, 100 and 1,000 people, and sending them, with statements and
milliseconds for each person.

Each of them gets a digest every morning and follows 20 of 200 threads, of which each has 50 comments and two that they
were not told of. In the second round nothing has happened since the first. Letters are handed to a mail server that
takes them at once. The application runs in this process, as in bench/threads.py.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from sqlalchemy import delete, select, update

from bench.pages import counting
from bench.worlds import (
    add_people,
    add_threads,
    adding,
    demo_workspace,
    fifths_are_replies,
    fill_threads,
    follow_only,
    insert_all,
    read_up_to,
    threads_of,
)
from wgcop import clock, mail
from wgcop.accounts.models import DigestRhythm, Person
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.digest import DigestMark
from wgcop.following.jobs import write_letters

SIZES = (10, 100, 1_000)
THREADS, FOLLOWED, COMMENTS, UNREAD = 200, 20, 50, 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    with demo_workspace() as app:
        with adding(app):
            db.session.execute(update(Person).values(digest=DigestRhythm.NEVER))
            topics = [topic.id for topic in add_threads(THREADS)]
        with app.app_context():
            write_letters()  # those of the demo world
        people: list[int] = []
        print(f"load of the machine {os.getloadavg()[0]:.1f}")
        columns = f"{'letters':>8}{'statements':>11}{'a person':>10}{'ms':>10}{'cpu ms':>10}{'a person':>10}{'ratio':>7}"
        print(f"{'people':8}{'what':24}{columns}", flush=True)
        first: dict[str, float] = {}
        for size in sorted(options.sizes):
            with adding(app):
                come = add_people(size - len(people), digest=DigestRhythm.DAILY)
                people += come
                prepare(people, topics)
            for what, act in (
                ("writing", write_letters),
                ("sending", send_all),
                ("writing, nothing is new", write_letters),
            ):
                report(app, size, what, act, first)
                if what == "sending":
                    with adding(app):
                        tell_again(people)


def prepare(people: list[int], topics: list[int]) -> None:
    """Let these people follow, and have been told two days ago of all that there was."""
    db.session.execute(delete(mail.Message))
    two_days_ago = clock.now() - timedelta(days=2)

    def followed(person: int) -> list[int]:
        return [topics[(person * FOLLOWED + each) % len(topics)] for each in range(FOLLOWED)]

    follow_only(people, followed, since=two_days_ago)
    filled = db.session.scalars(select(Topic).where(Topic.id.in_(topics))).all()
    fill_threads(threads_of(filled), COMMENTS, fifths_are_replies)
    db.session.flush()
    rows = db.session.execute(select(Topic.id, Topic.seq).where(Topic.id.in_(topics)))
    read_up_to(people, {topic: seq - UNREAD for topic, seq in rows})
    # Nobody is told of the last minute.
    before = clock.now() - timedelta(minutes=5)
    db.session.execute(update(Entry).where(Entry.topic_id.in_(topics)).values(at=before))
    db.session.execute(delete(DigestMark))
    insert_all(DigestMark, [{"person_id": each, "told_at": two_days_ago} for each in people])


def tell_again(people: list[int]) -> None:
    """Let these people have read everything, and a morning have passed."""
    rows = db.session.execute(select(Topic.id, Topic.seq).where(Topic.name.like("clause:bench%")))
    read_up_to(people, {topic: seq for topic, seq in rows})
    db.session.execute(update(DigestMark).values(told_at=clock.now() - timedelta(days=2)))


def send_all() -> int:
    sent = 0
    while some := mail.send_waiting():
        sent += some
    return sent


def report(
    app: Flask, size: int, what: str, act: Callable[[], int], first: dict[str, float]
) -> None:
    app.extensions["mail_carrier"] = lambda _letter: None
    with app.app_context(), counting() as sent:
        begun, begun_cpu = time.perf_counter(), time.process_time()
        letters = act()
        ms = (time.perf_counter() - begun) * 1000
        cpu = (time.process_time() - begun_cpu) * 1000
    ratio = cpu / size / first.setdefault(what, cpu / size)
    numbers = f"{letters:8}{len(sent):11,}{len(sent) / size:10.1f}{ms:10,.0f}{cpu:10,.0f}{cpu / size:10.1f}{ratio:7.2f}"
    print(f"{size:<8}{what:24}{numbers}", flush=True)


if __name__ == "__main__":
    main()

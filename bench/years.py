"""What pages cost once 100,000 comments have been posted (or as they become more), on PostgreSQL: statements and milliseconds of the first page, a
resolution, a clause, a thread and a search, for a delegate who is up to date, one who has read nothing, the chair and the
secretariat.

Each is measured as it comes when nothing was written meanwhile, and when something was written before each request, so that
nothing holds that was kept. The last two columns are processor time, in this process and in the database, which suffers
less from other work of the machine. With `--documents` bodies have published so many of them with each hundred comments, of 400 words. What it took to fill the database and the index is told too. The application runs in this process, without a network, so the time is its own and that of the
database. DATABASE_URL names a database to fill, or one that this program has filled before; without it there is one in a
folder of its own.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, text

from bench import prose
from bench.contenders import processor_time
from bench.load.postgres import Postgres
from bench.pages import counting
from bench.room import fill as fill_room
from bench.threads import fill
from bench.worlds import fifths_are_replies, signed_in
from wgcop import demo
from wgcop.accounts.models import Delegation, GroupRole, Office, Person
from wgcop.app import create_app
from wgcop.bodies.body import Body
from wgcop.bodies.levels import Level
from wgcop.database import Base, db, migrations, writing
from wgcop.events.models import Topic
from wgcop.files import digest
from wgcop.following.models import ReadMark
from wgcop.observing import log
from wgcop.priorwork.kinds import WorkKind
from wgcop.priorwork.models import Document
from wgcop.resolutions.models import Clause
from wgcop.search import indexer
from wgcop.threads.models import Comment

PEOPLE, UNREAD = 100, 5
DOCUMENTS_AT_ONCE = 5_000
ENOUGH_TO_COPY = 50_000
SLUG = "67-hyderabad-2010"
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, nargs="+", default=[100_000])
    parser.add_argument("--documents", type=int, default=0, help="with each hundred comments")
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--without-search", action="store_true", help="the index is not filled")
    options = parser.parse_args()
    with database() as url, tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app(
            {
                "DATA_DIR": Path(folder),
                "DATABASE_URL": url,
                "SEARCH_ENGINE": "postgres",
                "SECRET_KEY": "measured",
                "RATELIMIT_ENABLED": False,
            }
        )
        log.be_quiet()
        with app.app_context():
            migrations.upgrade(db.engine)
        for comments in options.comments:
            with app.app_context():
                print(f"\n{comments:,} comments", flush=True)
                documents = comments // 100 * options.documents
                tell("filled", partial(fill_years, comments, documents))
                if not options.without_search:
                    tell("indexed", partial(indexer.rebuild_all, lambda *_: None))
            measure_all(app, options.times, with_search=not options.without_search)
        with app.app_context():
            db.engine.dispose()


@contextmanager
def database() -> Iterator[str]:
    if url := os.environ.get("DATABASE_URL", ""):
        yield url
        return
    with Postgres.running() as postgres:
        yield postgres.url


def tell(what: str, work: Callable[[], int]) -> None:
    """How long it took, by the clock and of processor time of Python, and how large all is now."""
    clock, cpu = time.perf_counter(), time.process_time()
    rows = work()
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    with db.engine.connect() as connection:
        size, of_index = connection.execute(text(SIZES)).one()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{what} {rows:,} in {clock:.0f} s, cpu {cpu:.0f}; database {size / 1e6:,.0f} MB, of which the index {float(of_index) / 1e6:,.0f}; "
        f"at most {memory / 1000:,.0f} MB of memory; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


SIZES = """
SELECT pg_database_size(current_database()), coalesce(sum(pg_total_relation_size(c.oid)), 0)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'search' AND c.relkind = 'r'
"""


def fill_years(comments: int, documents: int) -> int:
    """A tenth on the first clause, the rest over all clauses; a tenth of each within two delegations. All but one person have
    read nearly everything that they hear."""
    there = count_of(Comment)
    db.session.rollback()
    if not there:
        with writing():
            demo.load(db.session)
            fill_room(PEOPLE, 3)
            db.session.commit()
    if there >= comments:
        return 0
    if there >= ENOUGH_TO_COPY:
        copy_comments(round(comments / there) - 1)
    else:
        write_comments(comments - there)
    with writing():
        topics = db.session.scalars(select(Topic).where(Topic.comments > 0)).all()
        people = db.session.scalars(select(Person).order_by(Person.id)).unique().all()
        db.session.execute(text("DELETE FROM read_mark"))
        db.session.execute(
            insert(ReadMark),
            [
                {"person_id": each.id, "topic_id": topic.id, "seq": max(topic.seq - UNREAD, 0)}
                for each in people[:-1]
                for topic in topics
                if topic.audience in each.audiences
            ],
        )
        db.session.commit()
    published = count_of(Document)
    fill_documents(published, documents)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return comments - there + max(documents - published, 0)


def write_comments(more: int) -> None:
    clauses = db.session.scalars(select(Clause.wid).order_by(Clause.id)).all()
    delegations = db.session.scalars(select(Delegation).order_by(Delegation.id).limit(2)).all()
    for number, wid in enumerate(clauses):
        size = more * 9 // 10 // len(clauses) + (more // 10 if number == 0 else 0)
        for within, part in ((None, size * 9 // 10), *((each, size // 20) for each in delegations)):
            with writing():
                fill(wid, part, fifths_are_replies, within)
                db.session.commit()


def copy_comments(times: int) -> None:
    """All comments again, so often: in the database, because a million would take Python half an hour."""
    with writing():
        for statement in (COPY_COMMENTS, COPY_ENTRIES, COUNT_COPIES, COUNT_ON):
            db.session.execute(text(statement), {"times": times})
        db.session.commit()


COPY_COMMENTS = """
INSERT INTO comment (id, name, position, thread_id, parent_id, person_id, delegation_id, capacity, audience, type, body, wording,
    language, key, posted_at, version)
SELECT id + nth * most, 'z' || translate(lpad(to_hex(id + nth * most), 9, '0'), '01', 'gh'), position + nth * span, thread_id,
    parent_id + nth * most, person_id, delegation_id, capacity, audience, type, body, wording, language, key || '-' || nth, posted_at, 1
FROM comment, (SELECT max(id) AS most, max(position) - min(position) + 1 AS span FROM comment) AS whole, generate_series(1, :times) AS nth
ORDER BY nth, id
"""
COPY_ENTRIES = """
INSERT INTO entry (topic_id, seq, kind, target_kind, target_id, actor_id, at)
SELECT topic_id, entry.seq + nth * topic.seq, kind, target_kind, (target_id::integer + nth * most)::text, actor_id, at
FROM entry JOIN topic ON topic.id = topic_id, (SELECT max(id) / (:times + 1) AS most FROM comment) AS whole, generate_series(1, :times) AS nth
WHERE kind = 'comment.posted'
ORDER BY nth, topic_id, entry.seq
"""
COUNT_COPIES = "UPDATE topic SET seq = seq * (:times + 1), comments = comments * (:times + 1) WHERE comments > 0"
COUNT_ON = "SELECT setval('comment_id_seq', (SELECT max(id) FROM comment))"


def count_of(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def fill_documents(published: int, documents: int) -> None:
    bodies = cycle(db.session.scalars(select(Body.id).order_by(Body.id)).all())
    table = Base.metadata.tables[Document.__tablename__]
    if published >= documents:
        return
    numbered = enumerate(prose.documents(documents - published), published)
    while some := list(islice(numbered, DOCUMENTS_AT_ONCE)):
        rows = [
            {
                "body_id": next(bodies),
                "key": f"published-{number}",
                "title": " ".join(words.split()[:9])[:500],
                "text": words,
                "kind": WorkKind.REPORT,
                "level": Level.INTERNATIONAL,
                "language": "en",
                "dated": str(1996 + number % 30),
                "file_sha": digest(words.encode()),
                "file_name": f"published-{number}.txt",
                "file_size": len(words),
                "imported": digest(words.encode()),
            }
            for number, words in some
        ]
        with writing():
            db.session.execute(insert(table), rows)
            db.session.commit()


def measure_all(app: Flask, times: int, *, with_search: bool) -> None:
    with app.app_context():
        wid = db.session.scalars(select(Clause.wid).order_by(Clause.id).limit(1)).one()
        delegates = db.session.scalars(
            select(Person).where(Person.name.like("Delegate %")).order_by(Person.id)
        ).all()
        chair, secretary = (
            db.session.scalars(
                select(Person).where(Person.offices.any(Office.role == role))
            ).first()
            for role in (GroupRole.CHAIR, GroupRole.SECRETARIAT)
        )
        assert chair and secretary
        readers = {
            "delegate": delegates[0].get_id(),
            "who read nothing": delegates[-1].get_id(),
            "chair": chair.get_id(),
            "secretariat": secretary.get_id(),
        }
        db.session.rollback()
    pages = {
        "home": "/",
        "resolution": f"/resolutions/{SLUG}",
        "clause": f"/clauses/{wid}",
        "thread": f"/clauses/{wid}/thread",
        **({"search": "/search?q=wording+delegation"} if with_search else {}),
    }
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(
        f"{'page':12}{'reader':20}{'statements':>11}{'p50 ms':>9}{'p95 ms':>9}{'python ms':>11}{'database ms':>13}"
    )
    for page, address in pages.items():
        for reader, person in readers.items():
            client = signed_in(app.test_client(), person)
            measure(app, client, address, times, f"{page:12}{reader:20}", writes=False)
            measure(app, client, address, times, f"{'':12}{'  after a write':20}", writes=True)
    print(f"Load after: {os.getloadavg()[0]:.1f}")


def measure(
    app: Flask, client: FlaskClient, address: str, times: int, title: str, *, writes: bool
) -> None:
    taken, cpu, of_database = [], [], 0.0
    for number in range(times + 1):
        if writes:
            with app.app_context(), db.engine.begin() as connection:
                connection.execute(text("UPDATE stamp SET value = value + 1"))
        with counting() as sent:
            start, start_cpu = time.perf_counter(), time.process_time()
            answer = client.get(address, headers=AS_BROWSERS)
            done, done_cpu = time.perf_counter(), time.process_time()
        assert answer.status_code == 200, f"{address}: {answer.status}"
        if not number:
            of_database = database_time(app)
        else:  # the first of its kind compiles what the others find
            taken.append((done - start) * 1000)
            cpu.append((done_cpu - start_cpu) * 1000)
    of_database = (database_time(app) - of_database) / times * 1000
    p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
    print(
        f"{title}{len(sent):11}{p50:9.1f}{p95:9.1f}{statistics.median(cpu):11.1f}{of_database:13.1f}",
        flush=True,
    )


def database_time(app: Flask) -> float:
    """Seconds of processor time of what serves this program in the database, which runs on this machine."""
    with app.app_context(), db.engine.connect() as connection:
        of_ours = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return sum(processor_time(pid) for pid in connection.scalars(of_ours))


if __name__ == "__main__":
    main()

"""Kills each process of the large form in turn, under load, and says what was lost: `python -m bench.losses`.

Two servers and two workers, each with a data folder of its own, as on four machines; PostgreSQL and a copy that follows it, Redis, a store that speaks
S3, and nginx with `deploy/nginx.conf`. All of it runs on the loopback in a temporary folder and ends with this program. Meanwhile people read,
post, and listen on open pages. What is killed gets SIGKILL, PostgreSQL its immediate shutdown, and is started again after some seconds. The copy
also stands still while it answers, and the store of files hangs while many people fetch and send files. Each
acknowledged comment must be in the database once, and once on each page. It ends with 1 if a bound does not hold.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import select

from bench.attack.__main__ import COLUMNS, Attack, carry_out
from bench.attack.contents import await_outcomes
from bench.attack.large import Large
from bench.attack.losses import await_found, lost_database, lost_redis, post, send_import
from bench.load.people import People, people
from bench.load.postgres import NAME, OWNER, Postgres
from bench.load.served import Served, demo_world
from tests.ceph import STORES
from tests.ceph import store as of_that_name
from tests.postgres import Copy, binaries
from tests.rest.deploy import proxies
from tests.servers import S3, Redis, answers
from wgcop import clock
from wgcop.database import db
from wgcop.health.models import Worker
from wgcop.priorwork.models import Document

AWAY = 5.0
"""Seconds between the kill and the new start."""
LATE = 15.0
FETCHERS = 40
SENTENCE = "The file store is not responding at the moment."


@dataclass(kw_only=True)
class Many(Large):
    workers: list[Served]
    copy: Copy
    store: S3

    def log(self) -> str:
        servers = (*self.webs, *self.workers)
        return "".join(each.log.read_text(errors="replace") for each in servers)


@contextmanager
def running(kind: str) -> Iterator[Many]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-losses-")))
        database = stack.enter_context(Postgres.running())
        copy = Copy.of(database.folder, OWNER, binaries() or Path())
        copy.start()
        stack.callback(copy.remove)
        redis, store = Redis(), of_that_name(kind)
        for server in (redis, store):
            server.start()
            stack.callback(server.stop)
        shared: dict[str, Any] = {
            "DATA_DIR": folder / "first",
            "SECRET_KEY": "lost and found, and as long as a key must be",
            "DATABASE_URL": database.url,
            "DATABASE_READ_URL": copy.url(NAME),
            "DATABASE_CONNECTIONS": 12,
            "REDIS_URL": redis.url,
            "FILES_URL": store.new(),
            "SEARCH_ENGINE": "postgres",
            "TRUSTED_PROXIES": 1,
            "PUBLIC_URL": "https://localhost",
        }
        app = stack.enter_context(demo_world(shared))

        def machine(name: str) -> Served:
            served = Served({**shared, "DATA_DIR": folder / name}, folder)
            served.log = folder / f"{name}.log"
            stack.callback(served.kill)
            return served

        workers = [machine("worker-one"), machine("worker-two")]
        webs = [machine("web-one"), machine("web-two")]
        for worker in workers:
            worker.start_worker()
            time.sleep(5)  # the first takes the work
        for web in webs:
            web.start()
        nginx = folder / "nginx"
        nginx.mkdir()
        prepared = proxies.prepare(nginx, *(web.port for web in webs), patience=None)
        proxy = stack.enter_context(proxies.running(prepared))
        yield Many(
            folder,
            app,
            shared,
            database,
            redis,
            webs,
            workers[0],
            proxy,
            has_small_disk=False,
            workers=workers,
            copy=copy,
            store=store,
        )


def kill_web(number: int, many: Many) -> str:
    web = many.webs[number]
    web.kill()
    while answers(web.port):
        time.sleep(0.05)
    time.sleep(AWAY)
    web.start()
    return f"{pages_read(many)} pages read from the copy so far by the other"


def kill_worker(number: int, many: Many, who: People) -> str:
    """What is posted right after the kill is found although this worker stays away."""
    worker = many.workers[number]
    was_at_work = bool(set(worker.processes) & at_work(many))
    worker.kill()
    began, words = time.monotonic(), f"Numbat {time.monotonic_ns()}"
    post(many, who, words)
    await_found(many, who, words)
    found = time.monotonic() - began
    worker.start_worker()
    role = "the one at work" if was_at_work else "the one that waited"
    return f"{role}; what was said then was found after {found:.1f} s"


def at_work(many: Many) -> set[int]:
    with many.app.app_context():
        known = db.session.scalars(select(Worker)).all()
        found = {each.pid for each in known if (clock.now() - each.beat_at).total_seconds() < 10}
        db.session.close()
        db.engine.dispose()
    return found


def kill_copy(many: Many) -> str:
    before = pages_read(many)
    many.copy.kill()
    time.sleep(AWAY)
    many.copy.start()
    time.sleep(AWAY)
    return f"{before} pages were read from it before, {pages_read(many) - before} once it was back"


def late_copy(many: Many, who: People) -> str:
    """It answers and applies nothing. Whoever has just written reads it, on each of the servers and again after a new sign-in."""
    before, behind = pages_read(many), 0
    clause = who.clauses[-1]  # where nobody else posts, so that what is new is on the first page
    many.copy.admin.execute("SELECT pg_wal_replay_pause()")
    try:
        ends = time.monotonic() + LATE
        while time.monotonic() < ends:
            words = f"Quoll {time.monotonic_ns()}"
            post(many, who, words, clause)
            for _ in range(2):
                with many.door.browser(who.members[-1]) as http:
                    page = http.get(f"{many.door.url}/clauses/{clause}", timeout=60)
                assert words in page.text, "Somebody does not see what they just wrote."
            time.sleep(1)  # nobody may post faster for long
            behind = max(behind, sum("behind" in readiness(web)["replica"] for web in many.webs))
    finally:
        many.copy.admin.execute("SELECT pg_wal_replay_resume()")
    assert behind == len(many.webs), f"{behind} servers said that the copy is behind."
    began = time.monotonic()
    while any("behind" in readiness(web)["replica"] for web in many.webs):
        assert time.monotonic() < began + 60, "The copy is not used again."
        time.sleep(0.5)
    return f"each writer saw their words; both servers left it and came back after {time.monotonic() - began:.0f} s ({pages_read(many) - before} pages from it)"


def readiness(web: Served) -> dict[str, str]:
    """What is not well, by the name of the check."""
    said = requests.get(f"{web.url}/readyz", timeout=60, headers={"Accept": "application/json"})
    assert said.status_code == 200, said.text
    return defaultdict(
        str,
        {each["name"]: each["detail"] for each in said.json()["checks"] if each["grade"] != "ok"},
    )


def lost_store(many: Many, who: People) -> str:
    """It hangs. Forty people fetch a file, and somebody sends one; each is told so, and then it works again."""
    sent = [f"Quokkas and helplines, {n}. ".encode() * 500 for n in range(2)]
    assert send_import(many, who, sent[0], name="before.txt")[0] == HTTPStatus.SEE_OTHER
    await_outcomes(many)
    page = document(many, "before.txt")

    def fetch(_: int = 0) -> tuple[int, str, bytes]:
        with many.door.browser(who.secretary) as http:
            answer = http.get(f"{many.door.url}{page}/file", timeout=120)
            return answer.status_code, answer.text, answer.content

    assert fetch()[2] == sent[0]
    many.store.hang()
    began = time.monotonic()
    try:
        with ThreadPoolExecutor(FETCHERS + 1) as people:
            sending = people.submit(send_import, many, who, sent[1], name="after.txt")
            fetched = list(people.map(fetch, range(FETCHERS)))
            status, said = sending.result()
        took = time.monotonic() - began
        warned = [readiness(web)["files"] for web in many.webs]
    finally:
        many.store.go_on()
    told = Counter(status for status, *_ in fetched)
    assert set(told) == {503}, f"Downloads were answered {dict(told)}."
    assert all(SENTENCE in text for _, text, _ in fetched), "Somebody was not told why."
    assert status in (HTTPStatus.UNPROCESSABLE_ENTITY, 503) and SENTENCE in said, (
        f"{status}: {said[:300]}"
    )
    assert all(warned), "A server says that it can reach the store."
    back = time.monotonic()
    while fetch()[2] != sent[0]:
        assert time.monotonic() < back + 60, "The file does not come back."
        time.sleep(0.5)
    assert send_import(many, who, sent[1], name="after.txt")[0] == HTTPStatus.SEE_OTHER
    await_outcomes(many)
    return (
        f"{FETCHERS} downloads 503 and an upload {status}, in words, within {took:.0f} s; "
        f"fetched again {time.monotonic() - back:.0f} s after it went on"
    )


def document(many: Many, name: str) -> str:
    with many.app.app_context():
        found = db.session.scalars(select(Document).where(Document.file_name == name)).first()
        assert found is not None, "The import made no document."
        page = found.url
        db.session.close()
        db.engine.dispose()
    return page


def pages_read(many: Many) -> int:
    """From the copy, by all servers that can be asked."""
    read = 0.0
    for web in many.webs:
        if answers(web.port):
            figures = requests.get(f"{web.url}/metrics", timeout=30).text
            for line in figures.splitlines():
                if line.startswith('wgcop_pages_read_total{source="replica"}'):
                    read += float(line.rpartition(" ")[2])
    return int(read)


LOSSES = (
    Attack("nothing", lambda *_: time.sleep(10) or "ten seconds of usual work"),
    Attack("first server", lambda many, _: kill_web(0, many), wait=20, may_fail=True),
    Attack("second server", lambda many, _: kill_web(1, many), wait=20, may_fail=True),
    Attack("first worker", lambda many, who: kill_worker(0, many, who), wait=20),
    Attack("second worker", lambda many, who: kill_worker(1, many, who), wait=20),
    Attack("Redis", lambda many, _: lost_redis(many), wait=20),
    Attack("copy of the database", lambda many, _: kill_copy(many), wait=20),
    Attack("copy stands still", late_copy, wait=20),
    Attack("store of files hangs", lost_store, wait=20),
    Attack("PostgreSQL", lambda many, _: lost_database(many), wait=30, may_fail=True),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.losses", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[each.name for each in LOSSES], metavar="NAME")
    parser.add_argument("--store", choices=STORES, default=STORES[0], help="what speaks S3")
    asked = parser.parse_args()
    problems: list[str] = []
    with running(asked.store) as many:
        who = people(many.app)
        print(f"Load of the machine at the start: {os.getloadavg()[0]:.1f}\n")
        print(f"| {' | '.join(('killed', *COLUMNS[1:]))} |\n|{'---|' * len(COLUMNS)}", flush=True)
        for number, loss in enumerate(LOSSES, 1):
            if not asked.only or loss.name in asked.only:
                problems += carry_out(loss, many, who, 10_000 * number)
        if problems:
            print("\n".join(many.log().splitlines()[-40:]), file=sys.stderr)
    print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f}")
    print(f"{len(problems)} bounds do not hold." if problems else "All bounds hold.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

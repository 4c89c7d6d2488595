"""A room with 500 people: how long it takes until all pages show the next item and have its clause, and an announcement.

Each person has an account, a cookie and a connection of their own, and listens to what the page of the room listens to.
What comes by that connection is all that the page needs. Some of them have the resolution open and follow the chair:
they fetch the thread of the next clause as their page would, within three seconds by lot. Once with one process of the server and once with two, which need
Redis. The first column is when the server answered the chair; the rest is counted from the moment the chair pressed the key.
"""

import argparse
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import requests
from sqlalchemy import insert, select

from bench.contenders import percentile, processor_time
from bench.listeners import Audience
from tests.servers import Caller, Workspace, redis, sealed_cookie, workspace
from wgcop import demo
from wgcop.accounts.models import Delegation, DelegationRole, Membership, Person
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem
from wgcop.app import create_app
from wgcop.bodies.models import Meeting
from wgcop.database import db, migrations, writing
from wgcop.floor.actions import taking_up
from wgcop.resolutions.queries import clauses_to_choose
from wgcop.search import indexer

CHAIR = "helena"
MEETING = "/meetings/wg-cop-3"
CLAUSE = re.compile(rb'data-matter-at=\\?"(/clauses/[^#"\\]+)')
SPREAD = 3.0
TOPICS = ["meeting:wg-cop-3@floor", "meeting:wg-cop-3@room"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument(
        "--following", type=int, default=100, help="of them, with the resolution open"
    )
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for processes in options.processes:
        with room(options.people, options.rounds, processes) as measured:
            print(f"\n{options.people} people, {processes} process(es), {options.rounds} rounds")
            print(f"{'ms':38}{'answered':>10}{'p50':>8}{'p95':>8}{'last':>8}{'cpu':>8}")
            report("the next item with its clause", measured.next_item, options.rounds)
            report("an announcement", measured.announce, options.rounds)
            follow(measured, options.following, options.rounds)
            print(f"Load after: {os.getloadavg()[0]:.1f}", flush=True)


@dataclass
class Round:
    """Seconds from the chair's key: until it was answered, and until each page had it."""

    answered: float
    arrived: list[float]
    processor: float


@dataclass
class Measured:
    served: Workspace
    chair: Caller
    cookies: list[str]
    audience: Audience
    announced: int = 0
    clause: bytes = b""

    def next_item(self) -> Round:
        """Until each page has the words of another clause than before."""
        before = self.clause

        def is_next(entry: bytes) -> bool:
            found = CLAUSE.search(entry)
            if found and found[1] != before:
                self.clause = found[1]
            return bool(found) and found[1] != before

        return self._until_all_have(is_next, lambda: self._post("/live/items/next"))

    def announce(self) -> Round:
        self.announced += 1
        words = f"We break at half past, {self.announced}."
        return self._until_all_have(
            lambda entry: words.encode() in entry,
            lambda: self._post("/live/announcements", text=words),
        )

    def _post(self, path: str, **data: Any) -> None:
        answer = self.chair.post(MEETING + path, data)
        assert answer.ok, answer.status_code

    def _until_all_have(self, is_it: Callable[[bytes], bool], act: Callable[[], None]) -> Round:
        pid = self.served.process
        assert pid
        before, start, answered = processor_time(pid), time.time(), 0.0

        def press() -> None:
            nonlocal answered
            act()
            answered = time.time() - start

        thread = threading.Thread(target=press)
        thread.start()
        arrived = [at - start for at in self.audience.hear_all(is_it)]
        thread.join()
        return Round(answered, arrived, processor_time(pid) - before)


def report(what: str, act: Callable[[], Round], rounds: int) -> None:
    act()  # the first of its kind compiles what the others find
    done = []
    for _ in range(rounds):
        time.sleep(0.3)
        done.append(act())
    row = [
        statistics.median(one.answered for one in done) * 1000,
        *(statistics.median(percentile(one.arrived, p) for one in done) for p in (50, 95)),
        statistics.median(max(one.arrived) for one in done) * 1000,
        statistics.median(one.processor for one in done) * 1000,
    ]
    print(f"{what:38}{row[0]:10.0f}" + "".join(f"{each:8.0f}" for each in row[1:]))


def follow(measured: Measured, people: int, rounds: int) -> None:
    """So many have the resolution open: its words are there, and each page asks for the thread within three seconds."""
    browsers = [requests.Session() for _ in range(people)]
    for browser, cookie in zip(browsers, measured.cookies, strict=False):
        browser.headers.update({"Cookie": cookie, "X-Fragment": "1"})

    def fetch(browser: requests.Session) -> float:
        time.sleep(random.random() * SPREAD)
        address = f"{measured.served.url}{measured.clause.decode()}/thread"
        browser.get(address, timeout=60).raise_for_status()
        return time.time()

    def go_on() -> Round:
        start = time.time()
        with ThreadPoolExecutor(people) as pool:
            heard = measured.next_item()
            arrived = [at - start for at in pool.map(fetch, browsers)]
        return Round(heard.answered, arrived, heard.processor)

    if people:
        report(f"its thread, on {people} pages of it", go_on, max(rounds // 3, 1))


@contextmanager
def room(people: int, rounds: int, processes: int) -> Iterator[Measured]:
    with (
        tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name,
        redis() if processes > 1 else nullcontext("") as redis_url,
    ):
        folder = Path(name)
        settings = {
            "DATA_DIR": folder / "var",
            "SECRET_KEY": "measured",
            "RATELIMIT_ENABLED": False,
            "REDIS_URL": redis_url,
        }
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade(db.engine)
            with writing():
                demo.load(db.session)
                fill(people, 3 * rounds + 10)
                db.session.commit()
            indexer.drain_all()
            names = [f"Delegate {number}" for number in range(people)]
            everybody = db.session.scalars(select(Person).where(Person.name.in_(names))).all()
            cookies = ["=".join(sealed_cookie(app, person)) for person in everybody]
            chair = db.session.scalars(select(Person).where(Person.email.startswith(CHAIR))).one()
            db.engine.dispose()
        with workspace(settings, folder, "--processes", str(processes)) as served:
            audience = RoomAudience(served.port, cookies)
            yield Measured(served, Caller(served, app, chair), cookies, audience)
            audience.leave()


def fill(people: int, items: int) -> None:
    """As many delegates, and items with a clause each, so that there is always a next one."""
    delegations = db.session.scalars(select(Delegation.id)).all()
    first = 1 + max(db.session.scalars(select(Person.id)))
    db.session.execute(
        insert(Person),
        [
            {"id": first + n, "name": f"Delegate {n}", "email": f"delegate{n}@example.org"}
            for n in range(people)
        ],
    )
    db.session.execute(
        insert(Membership),
        [
            {
                "person_id": first + n,
                "delegation_id": delegations[n % len(delegations)],
                "role": DelegationRole.MEMBER,
            }
            for n in range(people)
        ],
    )
    meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    chair = db.session.scalars(select(Person).where(Person.email.startswith(CHAIR))).one()
    clauses = [wording.clause for wording in clauses_to_choose()]
    for number in range(items):
        facts = ItemFacts(title=f"Clause {number}", planned_minutes=10)
        clause = clauses[number % len(clauses)]
        agenda_actions.add_item(meeting, facts, clauses=[clause], by=chair)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Clause 0")).one()
    for each in db.session.scalars(select(AgendaItem).where(AgendaItem.title.not_like("Clause %"))):
        each.closed = True
    taking_up.take_up_item(item, by=chair)


class RoomAudience(Audience):
    """People with a cookie of their own each, who listen to the topics of the room's page."""

    def __init__(self, port: int, cookies: list[str]) -> None:
        super().__init__(port, TOPICS[:1], len(cookies), cookies)
        self.join(TOPICS[1])

    def hear_all(self, is_it: Callable[[bytes], bool], timeout: float = 60.0) -> list[float]:
        """When each client got the entry that `is_it` knows."""
        arrived: dict[int, float] = {}
        deadline = time.monotonic() + timeout
        while len(arrived) < len(self.clients):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(arrived)} of {len(self.clients)} pages have it.")
            for client, message, at in self._receive(0.5):
                if message.startswith(b'42["entry"') and is_it(message):
                    arrived.setdefault(id(client), at)
        return list(arrived.values())


if __name__ == "__main__":
    main()

"""A meeting with 60 items and 120 documents beside the same in Indico: pages a second and processor time for a page, in turns.

Indico is installed by pip into an environment of its own, which `--indico FOLDER` keeps for the next time, and served as its manual says, by
one process of uWSGI, which answers one request at a time. Its six sessions have nine contributions each, and every item has two files; nobody speaks
or convenes, which would cost it more. The workspace is served by one process too, on PostgreSQL and on SQLite. Each page is
asked for by a new connection, as a browser of today: the workspace compresses what it sends, and Indico leaves that to its nginx, which is not there. Processor time is that of the
server's processes and of its PostgreSQL together.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import select

from bench.contenders import family, read
from bench.indico.contender import RELEASE, indico, installed
from bench.load.postgres import Postgres
from bench.load.served import Served
from bench.pages import MEETING, fill, fill_meeting
from tests.servers import sealed_cookie
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations
from wgcop.search import indexer

SOUGHT = "python3.11", "python3.10", "python3.9"
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en", "Accept": "*/*"}
PLAIN = {**BROWSER, "Accept-Encoding": "identity"}
GUEST, SIGNED_IN = "guest", "signed in"
DATABASES = "PostgreSQL", "SQLite"
RATIO, SHARE = 7, 1 / 3
"""The goal: so many times as many pages, each at this part of the processor time."""


@dataclass
class Contender:
    name: str
    url: str
    page: str
    processes: Callable[[], Sequence[int]]
    database: Postgres | None
    cookies: list[str]
    until_first: float
    """Seconds from its start until the first page was there."""
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    took: dict[str, list[float]] = field(default_factory=dict)
    size: int = 0
    cut: int = 0
    asks: dict[str, str] = field(default_factory=lambda: BROWSER)

    def spent(self) -> tuple[float, float]:
        """Seconds of the processor so far: the server's, its database's."""
        database = family(self.database.process) if self.database else ()
        return sum(map(of_processor, self.processes())), sum(map(of_processor, database))

    def visit(self, who: str, seconds: float, at_once: int) -> None:
        cookies = cycle(self.cookies if who == SIGNED_IN else [""])
        ends, took, lock = time.monotonic() + seconds, list[float](), threading.Lock()

        def ask() -> None:
            while time.monotonic() < ends:
                with lock:
                    cookie = next(cookies)
                began = time.monotonic()
                try:
                    self.size = len(self.get(cookie))
                except OSError:  # cut off before its end, and asked for again
                    self.cut += 1
                    continue
                with lock:
                    took.append(time.monotonic() - began)

        began, before = time.monotonic(), self.spent()
        people = [threading.Thread(target=ask) for _ in range(at_once)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        pages, spent = len(took), self.spent()
        self.rates.setdefault(who, []).append(pages / (time.monotonic() - began))
        self.took.setdefault(who, []).extend(took)
        server, database = ((now - then) / pages for now, then in zip(spent, before, strict=True))
        self.costs.setdefault(who, []).append((server, database))

    def get(self, cookie: str = "") -> bytes:
        server = HTTPConnection(urlsplit(self.url).netloc, timeout=120)
        headers = {**self.asks, "Connection": "close", **({"Cookie": cookie} if cookie else {})}
        server.request("GET", self.page, headers=headers)
        answer = server.getresponse()
        sent = answer.read()
        server.close()
        assert answer.status == 200, f"{self.name}: {answer.status}"
        return sent

    def figures(self, who: str) -> dict[str, float]:
        server, database = (
            statistics.median(each) * 1000 for each in zip(*self.costs[who], strict=True)
        )
        return {
            "pages a second": statistics.median(self.rates[who]),
            "processor ms": server + database,
            "of the server": server,
            "of PostgreSQL": database,
            "p50 ms": statistics.median(self.took[who]) * 1000,
            "p95 ms": statistics.quantiles(self.took[who], n=20)[18] * 1000,
        }

    @property
    def footprint(self) -> dict[str, float]:
        return {
            "answers that were cut off": self.cut,
            "kB sent for a page": self.size / 1000,
            "MB of the server, what is shared once": sum(map(memory, self.processes())) / 1000,
            "s from its start to a first page": self.until_first,
        }


def of_processor(pid: int) -> float:
    """With the children that have ended."""
    fields = read(pid, "stat").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Kilobytes; what several share is counted by halves, thirds and so on."""
    lines = read(pid, "smaps_rollup").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:")))


@contextmanager
def ours(
    name: str, folder: Path, database: Postgres | None, asked: argparse.Namespace
) -> Iterator[Contender]:
    settings: dict[str, Any] = {
        "DATA_DIR": folder / "var",
        "SECRET_KEY": "measured, and as long as a key must be",
        "RATELIMIT_ENABLED": False,
        **({"DATABASE_URL": database.url, "SEARCH_ENGINE": "postgres"} if database else {}),
    }
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        fill(0)
        fill_meeting(asked.items, asked.documents)
        indexer.drain_all()
        members = [person for person in db.session.scalars(select(Person)) if person.memberships]
        sealed = [sealed_cookie(app, person) for person in members[: asked.people]]
        db.session.close()
        db.engine.dispose()
    served = Served(settings, folder)
    try:
        began = time.monotonic()
        served.start()
        contender = Contender(
            name,
            served.url,
            f"/meetings/{MEETING}",
            lambda: served.processes,
            database,
            ["=".join(each) for each in sealed],
            0,
        )
        contender.get()
        contender.until_first = time.monotonic() - began
        yield contender
    finally:
        served.kill()


@contextmanager
def theirs(folder: Path, programs: Path, asked: argparse.Namespace) -> Iterator[Contender]:
    with indico(programs, folder) as peer:
        peer.fill(asked.items, asked.documents, asked.people)
        began = time.monotonic()
        peer.start()
        contender = Contender(
            f"Indico {RELEASE}", peer.url, peer.page, lambda: peer.processes, peer.database, [], 0
        )
        contender.get()
        contender.until_first = time.monotonic() - began
        contender.cookies = [peer.sign_in(number) for number in range(asked.people)]
        yield contender


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=60)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--people", type=int, default=10, help="who are signed in")
    parser.add_argument("--seconds", type=float, default=10, help="for each in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--plain", action="store_true", help="ask for pages uncompressed")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    parser.add_argument("--indico", type=Path, help="an environment that has it, or shall have it")
    parser.add_argument("--python", help="the interpreter for it, from 3.9 to 3.11")
    asked = parser.parse_args()
    python = asked.python or next(filter(None, map(shutil.which, SOUGHT)), None)
    if python is None:
        raise SystemExit("Indico wants a Python from 3.9 to 3.11: name one by --python.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-bench-")))
        programs = installed((asked.indico or folder / "environment").absolute(), python)
        contenders = []
        for name in asked.databases:
            place = Path(tempfile.mkdtemp(dir=folder))
            is_postgres = name == DATABASES[0]
            database = stack.enter_context(Postgres.running()) if is_postgres else None
            contenders.append(
                stack.enter_context(ours(f"workspace, {name}", place, database, asked))
            )
        place = Path(tempfile.mkdtemp(dir=folder))
        contenders.append(stack.enter_context(theirs(place, programs, asked)))
        print(f"Load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        if asked.plain:
            for contender in contenders:
                contender.asks = PLAIN
        for contender in contenders:  # what only a first page costs
            contender.visit(SIGNED_IN, 3, asked.at_once)
            for measured in (contender.rates, contender.costs, contender.took):
                measured.clear()
        for _ in range(asked.rounds):
            for who in (GUEST, SIGNED_IN):
                for contender in contenders:
                    contender.visit(who, asked.seconds, asked.at_once)
        report(contenders)
        print(f"Load of the machine {os.getloadavg()[0]:.1f} at the end")
        return 0


def report(contenders: list[Contender]) -> None:
    *our, peer = contenders
    lost = []
    for who in (GUEST, SIGNED_IN):
        print(f"\n{who:24}" + "".join(f"{name:>16}" for name in peer.figures(who)))
        for contender in contenders:
            figures = contender.figures(who)
            print(f"{contender.name:24}" + "".join(f"{value:16.1f}" for value in figures.values()))
        beside = peer.figures(who)
        for contender in our:
            figures = contender.figures(who)
            times = figures["pages a second"] / beside["pages a second"]
            share = figures["processor ms"] / beside["processor ms"]
            held = "held" if times >= RATIO and share <= SHARE else "NOT HELD"
            print(
                f"{contender.name}: {times:.1f} times the pages at {share:.2f} of the processor time (goal {RATIO} at 0.33: {held})"
            )
            lost += [
                f"{contender.name}, {who}: {name} {value:.1f}, and {beside[name]:.1f}"
                for name, value in figures.items()
                if (value < beside[name]) == (name == "pages a second")
            ]
    print()
    for name, theirs in peer.footprint.items():
        values = [contender.footprint[name] for contender in our]
        print(f"{name:40}" + "".join(f"{value:16.1f}" for value in (*values, theirs)))
        lost += [
            f"{contender.name}: {name} {value:.1f}, and {theirs:.1f}"
            for contender, value in zip(our, values, strict=True)
            if value > theirs
        ]
    print("\nWhere the workspace is behind:", *(lost or ["nowhere"]), sep="\n  ")


if __name__ == "__main__":
    sys.exit(main())

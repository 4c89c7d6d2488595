"""The two servers that are compared, each in processes of its own, and what they are asked to do."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.listeners import HOST, Audience, sent_at
from tests.servers import Caller, Workspace, answers, environment, free_port, wait_for
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations
from wgcop.resolutions.models import Clause
from wgcop.search import indexer

BENCH = Path(__file__).parent
WORDS = (
    "<li id='comment-1'><p>Kenya supports the text as it stands and thanks the rapporteur.</p></li>"
)
SINGLE, BURSTS, BURST = 12, 2, 60


@dataclass
class Contender:
    name: str
    url: str
    pid: int
    topics: list[str]
    caller: Caller | None = None
    processor: list[float] = field(default_factory=list)
    delays: list[list[float]] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    gathered: list[float] = field(default_factory=list)

    @property
    def cookie(self) -> str:
        return self.caller.cookies if self.caller else ""

    def gather(self, clients: int, extensions: str) -> None:
        port = int(self.url.rpartition(":")[2])
        self.audience = Audience(port, self.topics, clients, self.cookie, extensions=extensions)

    def ask(self, **asked: Any) -> HTTPConnection:
        """Ask for entries, and wait for nothing: a thread that waits would take time from the one that measures."""
        server = HTTPConnection(self.url.removeprefix("http://"), timeout=120)
        body = json.dumps({"topics": self.topics, "html": WORDS, **asked})
        server.request("POST", "/bench/emit", body, {"Content-Type": "application/json"})
        return server

    def hear(self, count: int, words: str = WORDS) -> list[tuple[float, float]]:
        """When each of this many entries was sent, and when it reached each client."""
        server = self.ask(n=count, html=words)
        heard = self.audience.hear(len(self.audience.clients) * count)
        server.getresponse().read()
        server.close()
        return [(sent_at(message), at) for message, at in heard]

    def run_once(self) -> None:
        each = [self.delays_of(1) for _ in range(SINGLE)]
        self.delays.append([delay for delays in each for delay in delays])
        self.last += map(max, each)
        for _ in range(BURSTS):
            before = processor_time(self.pid)
            _, sends = self.audience.clients[0].received()
            heard = self.hear(BURST)
            self.gathered.append(BURST / (self.audience.clients[0].received()[1] - sends))
            took = max(at for _, at in heard) - min(sent for sent, _ in heard)
            self.rates.append(len(heard) / took)
            self.processor.append((processor_time(self.pid) - before) / len(heard))

    def delays_of(self, times: int, words: str = WORDS) -> list[float]:
        delays = []
        for _ in range(times):
            delays += [at - sent for sent, at in self.hear(1, words)]
            time.sleep(0.02)
        return delays

    def post(self) -> list[float]:
        """How long after its post a comment reaches each client; it is stored and rendered meanwhile."""
        assert self.caller
        words = {"body": WORDS, "audience": "members", "type": "substantive"}
        address = f"/clauses/{self.topics[0].removeprefix('clause:')}/comments"
        start = time.time()
        thread = threading.Thread(target=self.caller.post, args=[address, words])
        thread.start()
        heard = self.audience.hear(len(self.audience.clients))
        thread.join()
        return [at - start for _, at in heard]

    def summary(self) -> dict[str, float]:
        """The median of the rounds, since other programs spoil some of them."""
        return {
            **{
                f"p{p} ms": statistics.median(percentile(one, p) for one in self.delays)
                for p in (50, 95, 99)
            },
            "last client ms": statistics.median(self.last) * 1000,
            "deliveries/s": statistics.median(self.rates),
            "CPU us/delivery": statistics.mean(self.processor) * 1e6,
            "entries/send": statistics.mean(self.gathered),
        }


def percentile(values: list[float], which: int) -> float:
    return statistics.quantiles(values, n=100)[which - 1] * 1000


def family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from family(int(child))


def resident(pid: int) -> int:
    """Kilobytes of a process and its children."""
    found = (re.search(r"VmRSS:\s+(\d+)", read(one, "status")) for one in family(pid))
    return sum(int(one[1]) for one in found if one)


def processor_time(pid: int) -> float:
    """Seconds of a process and its children."""
    fields = (read(one, "stat").rpartition(")")[2].split() for one in family(pid))
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def read(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text()


@contextmanager
def workspace(
    folder: Path, rooms: int, *, code: Path = BENCH.parent, name: str = "this workspace"
) -> Iterator[Contender]:
    """`code` may be another checkout of the workspace."""
    data = folder / "var"
    is_new = not data.exists()
    settings = {"DATA_DIR": data, "SECRET_KEY": "measured", "RATELIMIT_ENABLED": False}
    app = create_app(settings)
    with app.app_context():
        if is_new:
            migrations.upgrade(db.engine)
            demo.load(db.session)
            db.session.commit()
            indexer.drain_all()
        wids = db.session.scalars(select(Clause.wid).order_by(Clause.id).limit(rooms)).all()
        writer = next(p for p in db.session.scalars(select(Person)) if p.memberships)
        port = free_port()
        served = Workspace(settings, port, folder / "server.log")
        caller = Caller(served, app, writer)
        db.engine.dispose()
    command = [sys.executable, str(code / "bench" / "emitting_server.py"), str(port)]
    log = folder / f"server-{port}.log"
    with process(command, port, log, environment(settings), code) as pid:
        topics = [f"clause:{wid}" for wid in wids]
        caller.get("/resolutions/")
        yield Contender(name, served.url, pid, topics, caller)


@contextmanager
def peer(folder: Path, rooms: int) -> Iterator[Contender]:
    if not (folder / "peer").exists():
        ignored = shutil.ignore_patterns("node_modules")
        shutil.copytree(BENCH / "peer", folder / "peer", ignore=ignored)
        install = ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=folder / "peer", check=True)
    port = free_port()
    command = ["node", str(folder / "peer" / "server.mjs"), str(port)]
    with process(command, port, folder / f"peer-{port}.log", {}, BENCH) as pid:
        topics = [f"clause-{number}" for number in range(rooms)]
        yield Contender("Node socket.io", f"http://{HOST}:{port}", pid, topics)


@contextmanager
def process(
    command: list[str], port: int, log: Path, settings: dict[str, str], folder: Path
) -> Iterator[int]:
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **settings}, cwd=folder
        )
    try:
        wait_for(lambda: answers(port), lambda: running.poll() is None, log)
        yield running.pid
    finally:
        running.terminate()
        running.wait()

"""The two servers that are compared, each in processes of its own, and what they are asked to do."""

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
from urllib.parse import urlencode

from sqlalchemy import select

from bench.listeners import HOST, Audience
from tests.servers import Caller, Workspace, answers, environment, free_port, wait_for
from wgcop import demo, migrations
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.db import db
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
    memory: float = 0.0
    processor: list[float] = field(default_factory=list)
    delays: list[list[float]] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    @property
    def cookie(self) -> str:
        return self.caller.cookies if self.caller else ""

    def gather(self, clients: int, extensions: str) -> None:
        before = resident(self.pid)
        port = int(self.url.rpartition(":")[2])
        self.audience = Audience(port, self.topics, clients, self.cookie, extensions=extensions)
        self.memory = (resident(self.pid) - before) / clients

    def hear(self, count: int, words: str = WORDS) -> list[tuple[float, float]]:
        """When each of this many entries was sent, and when it reached each client."""
        asked = urlencode({"n": count, "topic": self.topics}, doseq=True)
        # No thread waits for the answer: it would take time from the one that measures.
        server = HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        server.request("POST", f"/bench/emit?{asked}", words)
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
            heard = self.hear(BURST)
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
            "KB/connection": self.memory,
        }


def sent_at(message: bytes) -> float:
    found = re.search(rb'"at":([0-9.]+)', message)
    assert found
    return float(found[1])


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
def workspace(folder: Path, rooms: int) -> Iterator[Contender]:
    settings = {"DATA_DIR": folder / "var", "SECRET_KEY": "measured", "RATELIMIT_ENABLED": False}
    app = create_app(settings)
    with app.app_context():
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
    command = [sys.executable, str(BENCH / "emitting_server.py"), str(port)]
    with process(command, port, folder / "server.log", environment(settings)) as pid:
        topics = [f"clause:{wid}" for wid in wids]
        caller.get("/resolutions/")
        yield Contender("this workspace", served.url, pid, topics, caller)


@contextmanager
def peer(folder: Path, rooms: int) -> Iterator[Contender]:
    if not (folder / "peer").exists():
        ignored = shutil.ignore_patterns("node_modules")
        shutil.copytree(BENCH / "peer", folder / "peer", ignore=ignored)
        install = ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=folder / "peer", check=True)
    port = free_port()
    command = ["node", str(folder / "peer" / "server.mjs"), str(port)]
    with process(command, port, folder / "peer.log", {}) as pid:
        topics = [f"clause-{number}" for number in range(rooms)]
        yield Contender("Node socket.io", f"http://{HOST}:{port}", pid, topics)


@contextmanager
def process(command: list[str], port: int, log: Path, settings: dict[str, str]) -> Iterator[int]:
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **settings}, cwd=BENCH.parent
        )
    try:
        wait_for(lambda: answers(port), lambda: running.poll() is None, log)
        yield running.pid
    finally:
        running.terminate()
        running.wait()

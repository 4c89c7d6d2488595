"""Live delivery to many clients, beside a Node socket.io server doing the same in the same run.

Prints, for each of the two, how long after the emit the entry reaches each client (p50, p95, p99)
and the last one, how many deliveries a second it sustains, memory per connection, and the ratios;
then what a client that stops reading, and pages asked for meanwhile, do to the others' p95.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.listeners import HOST, Audience, has_whole_frames
from tests.servers import Caller, Workspace, answers, environment, free_port, wait_for
from wgcop import demo, migrations
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.db import db
from wgcop.resolutions.models import Clause

BENCH = Path(__file__).parent
WORDS = (
    "<li id='comment-1'><p>Kenya supports the text as it stands and thanks the rapporteur.</p></li>"
)
OFFERED = "permessage-deflate; client_max_window_bits"
SINGLE, BURST, LONG = 30, 60, 20_000


@dataclass
class Contender:
    name: str
    url: str
    pid: int
    topics: list[str]
    cookie: str = ""
    audience: Audience | None = None
    memory: float = 0.0
    delays: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def gather(self, clients: int, extensions: str) -> None:
        before = resident(self.pid)
        port = int(self.url.rpartition(":")[2])
        self.audience = Audience(port, self.topics, clients, self.cookie, extensions=extensions)
        self.memory = (resident(self.pid) - before) / clients

    def emit(self, count: int, words: str = WORDS) -> None:
        asked = {"n": str(count), "topic": self.topics}
        requests.post(f"{self.url}/bench/emit", words, params=asked, timeout=60)

    def hear(self, count: int, words: str = WORDS) -> list[tuple[float, float]]:
        assert self.audience
        thread = threading.Thread(target=self.emit, args=[count, words])
        thread.start()
        heard = self.audience.hear(len(self.audience.clients) * count)
        thread.join()
        return [(sent_at(message), at) for message, at in heard]

    def run_once(self) -> None:
        for _ in range(SINGLE):
            delays = [at - sent for sent, at in self.hear(1)]
            self.delays += delays
            self.last.append(max(delays))
            time.sleep(0.02)
        heard = self.hear(BURST)
        took = max(at for _, at in heard) - min(sent for sent, _ in heard)
        self.rates.append(len(heard) / took)

    def p95(self, times: int, words: str = WORDS) -> float:
        delays = []
        for _ in range(times):
            delays += [at - sent for sent, at in self.hear(1, words)]
            time.sleep(0.01)
        return percentile(delays, 95)

    def summary(self) -> dict[str, float]:
        return {
            **{f"p{p} ms": percentile(self.delays, p) for p in (50, 95, 99)},
            "last client ms": statistics.median(self.last) * 1000,
            "deliveries/s": statistics.median(self.rates),
            "KB/connection": self.memory,
        }


def sent_at(message: bytes) -> float:
    found = re.search(rb'"at":([0-9.]+)', message)
    assert found
    return float(found[1])


def percentile(values: list[float], which: int) -> float:
    return statistics.quantiles(values, n=100)[which - 1] * 1000


def resident(pid: int) -> int:
    """Kilobytes of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1] if found else 0) + sum(resident(int(child)) for child in children)


@contextmanager
def workspace(folder: Path, rooms: int) -> Iterator[Contender]:
    settings = {"DATA_DIR": folder / "var", "SECRET_KEY": "measured"}
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        demo.load(db.session)
        db.session.commit()
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
        yield Contender("this workspace", served.url, pid, topics, caller.cookies)


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
        wait_for(lambda: answers(port), running, log)
        yield running.pid
    finally:
        running.terminate()
        running.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[200, 500, 1000])
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plain", action="store_true", help="clients that offer no compression")
    options = parser.parse_args()
    if not (shutil.which("node") and shutil.which("npm")):
        sys.exit("The peer needs Node and npm: apt-get install nodejs npm")
    extensions = "" if options.plain else OFFERED
    for rooms in options.rooms:
        for clients in options.clients:
            compare(clients, rooms, options.rounds, extensions)
    beside(extensions)


def compare(clients: int, rooms: int, rounds: int, extensions: str) -> None:
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        folder = Path(name)
        with workspace(folder, rooms) as ours, peer(folder, rooms) as theirs:
            for contender in (ours, theirs):
                contender.gather(clients, extensions)
            for _ in range(rounds):
                for contender in (ours, theirs):  # in turns, so that the machine is equally busy
                    contender.run_once()
            mine, others = ours.summary(), theirs.summary()
            offer = "offering compression" if extensions else "offering none"
            print(f"{clients} clients in {rooms} room(s), {offer}")
            print(f"{'':16}{ours.name:>16}{theirs.name:>16}{'ratio':>9}")
            for name, value in mine.items():
                ratio = value / others[name]
                print(f"{name:16}{value:16,.1f}{others[name]:16,.1f}{ratio:9.2f}", flush=True)


def beside(extensions: str, clients: int = 200) -> None:
    """What pages, and a client that stops reading, cost the others in one room."""
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        with workspace(Path(name), 1) as ours:
            ours.gather(clients, extensions)
            assert ours.audience
            idle = ours.p95(60)
            with asking_for_pages(ours) as answered:
                start = time.monotonic()
                busy = ours.p95(60)
                rate = len(answered) / (time.monotonic() - start)
            print(
                f"{rate:.0f} pages a second: p95 {busy:.1f} ms, idle {idle:.1f}, {busy / idle:.2f}"
            )

            words = WORDS * (LONG // len(WORDS))
            idle = ours.p95(100, words)
            stopped = ours.audience.stop_reading()
            slow = ours.p95(300, words)
            print(f"One reads nothing: p95 {slow:.1f} ms, before {idle:.1f}, {slow / idle:.2f}")
            print(f"What it was sent is whole: {has_whole_frames(stopped)}", flush=True)


@contextmanager
def asking_for_pages(ours: Contender, per_second: int = 100) -> Iterator[list[int]]:
    """A clause's thread, asked for in eight connections."""
    answered: list[int] = []
    over = threading.Event()
    address = f"{ours.url}/clauses/{ours.topics[0].removeprefix('clause:')}/thread"

    def ask() -> None:
        http = requests.Session()
        due = time.monotonic()
        while not over.is_set():
            answered.append(http.get(address, headers={"Cookie": ours.cookie}).status_code)
            due += 8 / per_second
            time.sleep(max(due - time.monotonic(), 0))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    yield answered
    over.set()
    for thread in threads:
        thread.join()
    assert set(answered) == {200}, set(answered)


if __name__ == "__main__":
    main()

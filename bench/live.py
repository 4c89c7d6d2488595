"""Live delivery to many clients, beside a Node socket.io server doing the same in the same run.

Prints, for each of the two, how long after the emit and after the post the entry reaches each
client (p50, p95, p99), how many deliveries a second it sustains, and the ratio of the two.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.listeners import HOST, Audience
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
SINGLE, BURST, POSTS = 30, 100, 15


@dataclass
class Contender:
    name: str
    audience: Audience
    emit: Callable[[int], object]
    post: Callable[[], object]
    after_emit: list[float] = field(default_factory=list)
    after_post: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def run_once(self) -> None:
        clients = len(self.audience.clients)
        for _ in range(SINGLE):
            with self._meanwhile(lambda: self.emit(1)):
                for message, at in self.audience.hear(clients):
                    self.after_emit.append(at - sent_at(message))
            time.sleep(0.02)

        with self._meanwhile(lambda: self.emit(BURST)):
            heard = self.audience.hear(clients * BURST)
        took = max(at for _, at in heard) - min(sent_at(message) for message, _ in heard)
        self.rates.append(len(heard) / took)

        for _ in range(POSTS):
            start = time.time()
            with self._meanwhile(self.post):
                self.after_post += [at - start for _, at in self.audience.hear(clients)]
            time.sleep(0.02)

    @contextmanager
    def _meanwhile(self, act: Callable[[], object]) -> Iterator[None]:
        thread = threading.Thread(target=act)
        thread.start()
        yield
        thread.join()

    def summary(self) -> dict[str, float]:
        return {
            **{f"emit p{p}": percentile(self.after_emit, p) for p in (50, 95, 99)},
            **{f"post p{p}": percentile(self.after_post, p) for p in (50, 95, 99)},
            "deliveries/s": statistics.median(self.rates),
        }


def sent_at(message: bytes) -> float:
    found = re.search(rb'"at":([0-9.]+)', message)
    assert found
    return float(found[1])


def percentile(values: list[float], which: int) -> float:
    return statistics.quantiles(values, n=100)[which - 1] * 1000


@contextmanager
def workspace(folder: Path, clients: int) -> Iterator[Contender]:
    settings = {"DATA_DIR": folder / "var", "SECRET_KEY": "measured"}
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        demo.load(db.session)
        db.session.commit()
        wid = db.session.scalars(select(Clause.wid).order_by(Clause.id)).first()
        writer = next(p for p in db.session.scalars(select(Person)) if p.memberships)
        port = free_port()
        served = Workspace(settings, port, folder / "server.log")
        caller = Caller(served, app, writer)
        db.engine.dispose()
    with process(
        [sys.executable, str(BENCH / "emitting_server.py"), str(port)],
        port,
        folder / "server.log",
        environment(settings),
    ):
        topic = f"clause:{wid}"
        audience = Audience(port, topic, clients, caller.cookies)
        number = iter(range(1_000_000))
        yield Contender(
            "this workspace",
            audience,
            emit=lambda n: requests.post(
                f"{served.url}/bench/emit", WORDS, params={"n": n, "topic": topic}, timeout=60
            ),
            post=lambda: caller.post(
                f"/clauses/{wid}/comments",
                {"body": f"Comment {next(number)}.", "audience": "members"},
            ).raise_for_status(),
        )
        audience.leave()


@contextmanager
def peer(folder: Path, clients: int) -> Iterator[Contender]:
    shutil.copytree(BENCH / "peer", folder / "peer", ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--silent", "--no-audit", "--no-fund"],
        cwd=folder / "peer",
        check=True,
    )
    port = free_port()
    with process(
        ["node", str(folder / "peer" / "server.mjs"), str(port)], port, folder / "peer.log", {}
    ):
        audience = Audience(port, "clause", clients)
        http = requests.Session()

        def emit(count: int) -> None:
            http.post(
                f"http://{HOST}:{port}/", WORDS, params={"n": count, "topic": "clause"}, timeout=60
            )

        yield Contender("Node socket.io", audience, emit=emit, post=lambda: emit(1))
        audience.leave()


@contextmanager
def process(command: list[str], port: int, log: Path, settings: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **settings}, cwd=BENCH.parent
        )
    try:
        wait_for(lambda: answers(port), running, log)
        yield
    finally:
        running.terminate()
        running.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if not (shutil.which("node") and shutil.which("npm")):
        sys.exit("The peer needs Node and npm: apt-get install nodejs npm")

    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        with (
            workspace(Path(folder), options.clients) as ours,
            peer(Path(folder), options.clients) as theirs,
        ):
            for number in range(options.rounds):
                print(f"Round {number + 1} of {options.rounds} …", file=sys.stderr)
                for contender in (ours, theirs):  # in turns, so that the machine is equally busy
                    contender.run_once()
            show(ours, theirs, options.clients, as_json=options.json)


def show(ours: Contender, theirs: Contender, clients: int, *, as_json: bool) -> None:
    mine, others = ours.summary(), theirs.summary()
    ratios = {name: mine[name] / others[name] for name in mine}
    if as_json:
        print(
            json.dumps({"clients": clients, ours.name: mine, theirs.name: others, "ratio": ratios})
        )
        return
    print(
        f"One entry to {clients} clients; times in ms from the emit, and from the post, to each delivery"
    )
    print(f"{'':14}{ours.name:>16}{theirs.name:>16}{'ratio':>9}")
    for name, value in mine.items():
        digits = 0 if name.endswith("/s") else 2
        print(f"{name:14}{value:16,.{digits}f}{others[name]:16,.{digits}f}{ratios[name]:9.2f}")
    print("The workspace's post stores the comment and renders it; the peer's only emits.")


if __name__ == "__main__":
    main()

"""A crowd: 500 people who are signed in open the clause on the floor within one second, against one process; and the
processor time of a clause with its thread, a thread, the first page and a resolution.

With `--beside FOLDER` a second copy of the workspace, such as a worktree of an earlier commit, does the same in turns, so that
both meet the same machine. On a machine that others use too only processor time is to be compared, which is that of the server's
process alone. Each asks as browsers do, which take Zstandard and Brotli and leave their
connection open.
"""

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

# A contender imports the code of its tree, which may be of another age than this file.
sys.path.insert(0, os.environ.get("CROWD_OF", str(Path(__file__).parents[1])))

from sqlalchemy import select

from bench.contenders import processor_time
from bench.room import fill as fill_room
from bench.threads import fill
from bench.worlds import fifths_are_replies
from tests.servers import sealed_cookie, workspace
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.app import create_app
from wgcop.database import db, migrations, writing

HERE = Path(__file__).resolve().parents[1]
TREE = Path(os.environ.get("CROWD_OF", HERE))
BEGIN = 1.0
SOON = 2.0
PAGES = {
    "the clause and its thread": "/clauses/{wid}",
    "the thread alone": "/clauses/{wid}/thread",
    "the first page": "/",
    "the resolution": "/resolutions/67-hyderabad-2010",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="the folder of another copy of the workspace")
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--comments", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--pages", type=int, default=60, help="how often each page is opened in a round"
    )
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.people, options.comments)
        return
    trees = {"here": HERE} | ({"beside": options.beside.resolve()} if options.beside else {})
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    contenders = {name: Contender(tree, options) for name, tree in trees.items()}
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, contender in contenders.items():
            rounds[name].append(
                contender.asked("crowd") | {"pages": contender.asked(f"pages {options.pages}")}
            )
    for contender in contenders.values():
        contender.end()
    print(
        f"\n{options.people} people open the clause within {BEGIN:g} s; the middle one of {options.rounds} rounds"
    )
    print(f"{'':10}{'answered within 2 s':>22}{'p50 s':>9}{'p95 s':>9}{'last s':>9}{'cpu s':>9}")
    for name, done in rounds.items():
        row = [median(one[key] for one in done) for key in ("soon", "p50", "p95", "last", "cpu")]
        print(f"{name:10}{row[0]:22.0f}" + "".join(f"{each:9.2f}" for each in row[1:]))
    print(
        f"\n{'processor time of a page, ms':32}"
        + "".join(f"{name:>10}" for name in rounds)
        + f"{'ratio':>10}"
    )
    for page in PAGES:
        cost = [median(one["pages"][page] for one in done) for done in rounds.values()]
        ratio = f"{cost[-1] / cost[0]:10.2f}" if len(cost) > 1 else ""
        print(f"{page:32}" + "".join(f"{each:10.1f}" for each in cost) + ratio)
    print(f"Load after: {os.getloadavg()[0]:.1f}")


class Contender:
    """This program within the code of one tree."""

    def __init__(self, tree: Path, options: argparse.Namespace) -> None:
        command = [sys.executable, __file__, "--serve"]
        command += ["--people", str(options.people), "--comments", str(options.comments)]
        self._process = subprocess.Popen(
            command,
            cwd=tree,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"CROWD_OF": str(tree), "PYTHONPATH": str(tree)},
        )
        self._answer()

    def asked(self, what: str) -> Any:
        assert self._process.stdin
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("= "):
                return json.loads(line[2:])
        raise SystemExit("It ended too early.")

    def end(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def serve(people: int, comments: int) -> None:
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        folder = Path(name)
        settings = {
            "DATA_DIR": folder / "var",
            "DATABASE_URL": os.environ.get(f"DATABASE_URL_OF_{TREE.name}", ""),
            "SECRET_KEY": "measured-" * 5,
            "RATELIMIT_ENABLED": False,
        }
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade(db.engine)
            with writing():
                demo.load(db.session)
                fill_room(people, 3)
                db.session.commit()
            with writing():
                item = db.session.scalars(
                    select(AgendaItem).where(AgendaItem.title == "Clause 0")
                ).one()
                wid = item.clauses[0].wid
                fill(wid, comments, fifths_are_replies)
                db.session.commit()
            everybody = db.session.scalars(
                select(Person).where(Person.name.like("Delegate %"))
            ).all()
            cookies = ["=".join(sealed_cookie(app, person)) for person in everybody]
            db.engine.dispose()
        with workspace(settings, folder, "--processes", "1") as served:
            pid = served.process
            assert pid
            addresses = {page: path.format(wid=wid) for page, path in PAGES.items()}
            for address in addresses.values():
                asyncio.run(opened(served.port, cookies[0], address))
            say({"ready": True})
            for line in sys.stdin:
                what, _, number = line.strip().partition(" ")
                before = processor_time(pid)
                if what == "crowd":
                    waited = asyncio.run(
                        crowd(served.port, cookies, addresses["the clause and its thread"])
                    )
                    cut = quantiles(waited, n=20)
                    soon = sum(each <= SOON for each in waited)
                    say(
                        {
                            "soon": soon,
                            "p50": median(waited),
                            "p95": cut[18],
                            "last": max(waited),
                            "cpu": processor_time(pid) - before,
                        }
                    )
                else:
                    costs = {}
                    for page, address in addresses.items():
                        before = processor_time(pid)
                        for n in range(int(number)):
                            asyncio.run(opened(served.port, cookies[n % len(cookies)], address))
                        costs[page] = (processor_time(pid) - before) / int(number) * 1000
                    say(costs)


def say(answer: Any) -> None:
    print("= " + json.dumps(answer), flush=True)


async def crowd(port: int, cookies: list[str], address: str) -> list[float]:
    """Everybody at a moment by lot within one second."""

    async def comes(cookie: str) -> float:
        await asyncio.sleep(random.random() * BEGIN)
        return await opened(port, cookie, address)

    return await asyncio.gather(*(comes(cookie) for cookie in cookies))


async def opened(port: int, cookie: str, address: str) -> float:
    """On a new connection, which stays open as that of a browser does until the page is there."""
    start = time.perf_counter()
    reading, writing = await asyncio.open_connection("127.0.0.1", port)
    writing.write(
        f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\n\r\n".encode()
    )
    head = await reading.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    assert length, head
    await reading.readexactly(int(length[1]))
    took = time.perf_counter() - start
    writing.close()
    return took


if __name__ == "__main__":
    main()

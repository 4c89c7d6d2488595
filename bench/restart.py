"""A restart while people work: does a request fail, does a comment get lost, and when is everybody back?

Pages listen to a clause, people post comments and read pages, and one large file is on its way the whole time. `wgcop restart`
lets a new server take the place of the old one; with `--term` the server is told to end and started again, as a service manager does.
Pages behave as in a browser: they come back within the seconds that the server names, and ask for what they missed.
With `--processes 2` there are two server processes and a worker, on PostgreSQL and Redis.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask

from bench.load.kept import Kept, compare
from bench.load.noted import Load
from bench.load.page import Page
from bench.load.people import people, read, upload, write
from bench.load.postgres import Postgres
from bench.load.served import Served, demo_world
from tests.servers import redis

WRITERS, READERS = 4, 4
UPLOAD_SECONDS = 4.0
"""From the moment when the new server answers: the file began before the restart, and ends after it."""


@dataclass
class Outcome:
    load: Load
    pages: list[Page]
    took: float
    said: str
    spread: float
    kept: Kept


def restart_under_load(
    served: Served, app: Flask, clients: int, *, before: float, term: bool, seconds: float
) -> Outcome:
    who = people(app)
    load = Load(served.door, f"clause:{who.clause}")
    pages = [Page(load, who.writers[number % 2]) for number in range(clients)]
    for page in pages:
        page.start()
    for page in pages:
        assert page.is_open.wait(60), "A page could not be opened."
    others = [
        *(
            Thread(target=write, args=(load, [who.writers[n % 2]], 10_000 * (n + 1), who.clause))
            for n in range(WRITERS)
        ),
        *(Thread(target=read, args=(load, who.writers[0])) for _ in range(READERS)),
    ]
    uploading = Thread(target=upload, args=(load, who.secretary, who.body, seconds))
    for thread in (*others, uploading):
        thread.start()
    time.sleep(before)
    began = time.monotonic()
    if term:
        load.handed_over.set()  # it ends while the server drains
        served.end_and_start()
        said = ""
    else:
        ended = served.command("restart")
        said = ended.stdout + ended.stderr
        assert ended.returncode == 0, said
    took = time.monotonic() - began
    load.handed_over.set()
    deadline = time.monotonic() + 120
    while len(load.came_back) < clients and time.monotonic() < deadline:
        time.sleep(0.1)
    uploading.join()
    load.over.set()
    for thread in others:
        thread.join()
    while any(set(load.posted) - set(page.heard) for page in pages):
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    load.closed.set()
    back = load.came_back or [began]
    spread = max(back) - min(back)
    return Outcome(load, pages, took, said, spread, compare(app, load.posted, pages))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument(
        "--processes", type=int, default=1, help="of the server; more than one needs Redis"
    )
    parser.add_argument("--term", action="store_true", help="end the server and start it again")
    parser.add_argument("--log", type=Path, help="where the log of the server goes")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-bench-")))
        settings: dict[str, Any] = {
            "DATA_DIR": folder / "var",
            "SECRET_KEY": "measured",
            "RATELIMIT_ENABLED": False,
        }
        if asked.processes > 1:
            database = stack.enter_context(Postgres.running())
            settings |= {
                "DATABASE_URL": database.url,
                "REDIS_URL": stack.enter_context(redis()),
                "SEARCH_ENGINE": "postgres",
            }
        app = stack.enter_context(demo_world(settings))
        served = Served(settings, folder, "--processes", str(asked.processes))
        served.log = asked.log or served.log
        stack.callback(served.kill)
        if asked.processes > 1:
            served.start_worker()
        served.start()
        report(
            restart_under_load(
                served, app, asked.clients, before=3, term=asked.term, seconds=UPLOAD_SECONDS
            )
        )


def report(outcome: Outcome) -> None:
    load = outcome.load
    print(f"load of the machine         {os.getloadavg()[0]:.1f}")
    print(f"clients                     {len(outcome.pages)}")
    print(f"requests                    {sum(load.sent.values())} ({dict(load.sent)})")
    print(f"  failed                    {len(load.failed)} {sorted(Counter(load.failed).items())}")
    longest = max(took for kind, took in load.longest.items() if kind != "uploading")
    print(f"  longest answer            {longest:.1f} s")
    print(f"upload                      {load.uploaded}")
    print(f"comments posted             {len(load.posted)}")
    print(f"  not in the database       {len(outcome.kept.lost)}")
    print(f"  twice in the database     {len(outcome.kept.twice)}")
    print(f"  not on a page             {outcome.kept.unheard}")
    print(f"  twice on a page           {outcome.kept.heard_twice}")
    print(f"closed with code            {dict(load.codes)}")
    print(f"new server ready after      {outcome.took:.1f} s")
    print(f"pages come back within      {outcome.spread:.1f} s")
    print(f"  longest without a line    {max(load.away, default=0):.1f} s")


if __name__ == "__main__":
    main()

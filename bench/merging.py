"""A keystroke of the chair on 200 screens: how long from the key until each screen has what changed.

Each screen is a connection that has joined the topic of a chair's text, as the projector, the room and the rolling text do. The
chair types letter by letter, as people do; each letter is a request as the script of the page sends it, is stored as part of a
step, and reaches every screen as the pieces that changed. The first letter of a step reaches them as the whole text besides.
One process of the server. The last column is the server's processor for one letter.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import select

from bench.contenders import percentile, processor_time
from bench.listeners import Audience
from tests.servers import Caller, Workspace, workspace
from wgcop import demo
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, migrations, writing
from wgcop.search import indexer

WID = "wtdc-67.recs_taking-into-account__rec_b"
TEXT = f"/clauses/{WID}/chairs-text"
TOPIC = f"chairs-text:{WID}@room"
CHANGED = b'42["merging"'
TARGET = 100  # milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--letters", type=int, default=100)
    parser.add_argument("--pause", type=float, default=0.15, help="seconds between two letters")
    options = parser.parse_args()
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name, served(Path(name)) as found:
        measure(*found, options.screens, options.letters, options.pause)
    print(f"Load after: {os.getloadavg()[0]:.1f}")


def measure(server: Workspace, chair: Caller, screens: int, letters: int, pause: float) -> None:
    chair.post(TEXT, {})
    audience = Audience(server.port, [TOPIC], screens, chair.cookies)
    answered: list[float] = []
    delays: list[float] = []
    pid = server.process
    assert pid
    before = processor_time(pid)
    for letter in ("words of the chair " * letters)[:letters]:
        now = chair.get(f"{TEXT}?part=words", headers={"X-Fragment": "1"}).json()
        start = time.time()
        key = threading.Thread(target=press, args=[chair, now, letter, answered])
        key.start()
        delays += [at - start for at in arrivals(audience)]
        key.join()
        time.sleep(pause)
    cost = (processor_time(pid) - before) / letters
    p50, p95, p99 = (percentile(delays, which) for which in (50, 95, 99))
    print(f"{screens} screens, {letters} letters, one process")
    print(f"{'ms':12}{'answered':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'last':>8}{'cpu':>8}")
    row = (statistics.median(answered) * 1000, p50, p95, p99, max(delays) * 1000, cost * 1000)
    print(f"{'a letter':12}{row[0]:10.1f}" + "".join(f"{each:8.1f}" for each in row[1:]))
    print(f"p95 {'is below' if p95 < TARGET else 'LOSES to'} the target of {TARGET} ms")


def press(chair: Caller, now: dict[str, Any], letter: str, answered: list[float]) -> None:
    start, at = time.time(), len(now["words"])
    data = {"seen": now["version"], "start": at, "stop": at, "words": letter}
    answer = chair.post(f"{TEXT}/words", data)
    assert answer.ok, answer.text
    answered.append(time.time() - start)


def arrivals(audience: Audience, timeout: float = 60.0) -> list[float]:
    """When each screen got what changed."""
    arrived: dict[int, float] = {}
    deadline = time.monotonic() + timeout
    while len(arrived) < len(audience.clients):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(arrived)} of {len(audience.clients)} screens have it.")
        for client, message, at in audience._receive(0.5):
            if message.startswith(CHANGED):
                arrived.setdefault(id(client), at)
    return list(arrived.values())


@contextmanager
def served(folder: Path) -> Iterator[tuple[Workspace, Caller]]:
    settings = {"DATA_DIR": folder / "var", "SECRET_KEY": "measured", "RATELIMIT_ENABLED": False}
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade(db.engine)
        with writing():
            demo.load(db.session)
            db.session.commit()
        indexer.drain_all()
        chair = db.session.scalars(select(Person).where(Person.email.startswith("helena"))).one()
        db.engine.dispose()
    with workspace(settings, folder, "--processes", "1") as running:
        yield running, Caller(running, app, chair)


if __name__ == "__main__":
    main()

"""A week in an hour: fifty people read, post, search, upload and lose their lines; the server is replaced three times, kept and brought back.

Memory, open files and threads are sampled and printed. What grows after the last restart, once it is warm, is a fault. At the
end the server stops, and every acknowledged comment and file is looked for, one by one; a backup is brought back
into an empty place, and both databases are compared row by row. Ends with 1 if anything is lost or grows.
"""

import argparse
import hashlib
import os
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from threading import Event, Lock, Thread

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask

from bench.load.kept import compare
from bench.load.noted import Load
from bench.load.page import Page
from bench.load.people import People, people, read, token_of, write
from bench.load.processes import Held, held
from bench.load.served import Served, demo_world
from wgcop.upkeep.keeping.rows import SqliteRows

CLAUSES = 5
WRITERS, PAGES, READERS = 6, 8, 2
"""On each of these clauses."""
SEARCHERS = 5
POST_EVERY, READ_EVERY, SEARCH_EVERY, UPLOAD_EVERY = 15.0, 5.0, 5.0, 10.0
"""Seconds of one person: an hour has some 7,000 comments, as a busy week has."""
LINES_LAST = 60.0
RESTARTS = (0.1, 0.2, 0.3)
BACKUP = 0.5
"""Parts of the whole time. After the last restart one server lives long enough to show what grows."""
WARM = 0.4
"""The part of that life which is not judged."""
MORE_MEMORY, MORE_DESCRIPTORS, MORE_THREADS = 0.15, 12, 8
"""How much more the last third of what is judged may hold than the first; of memory a part."""
CHANGING = frozenset({"worker"})
"""Tables that say how the servers are, and nothing that people did."""
QUESTIONS = ("children", "guidance", "helplines", '"national"', "radio schools", "Number")


@dataclass
class Uploads:
    """By name, the digest of each file that was taken."""

    taken: dict[str, str] = field(default_factory=dict)


@dataclass
class Sample:
    at: float
    life: int
    memory: int
    descriptors: int
    threads: int


@dataclass
class Watched(Thread):
    """What the server and its processes hold, sampled until it is told to end."""

    served: Served
    every: float
    samples: list[Sample] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    life: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        began = time.monotonic()
        while not self.over.wait(self.every):
            found: list[Held] = [each for each in map(held, self.served.processes) if each]
            self.samples.append(
                Sample(
                    at=time.monotonic() - began,
                    life=self.life,
                    memory=sum(each.memory for each in found),
                    descriptors=sum(each.descriptors for each in found),
                    threads=sum(each.threads for each in found),
                )
            )


def search(load: Load, cookie: str) -> None:
    number = 0
    with load.door.browser(cookie) as http:
        while not load.over.is_set():
            words = QUESTIONS[number % len(QUESTIONS)]
            ask = partial(http.get, f"{load.door.url}/search", params={"q": words}, timeout=60)
            load.ask("searching", ask)
            number += 1
            load.over.wait(SEARCH_EVERY)


def upload(load: Load, cookie: str, body: int, uploads: Uploads) -> None:
    """Small files, each unlike the others; one that was refused for the moment is sent again."""
    number = 0
    with load.door.browser(cookie) as http:
        token = token_of(load, http, "/priorwork/import")
        while not load.over.is_set():
            name, content = f"soak-{number}.txt", f"File {number} of helplines. ".encode() * 800
            send = partial(
                http.post,
                f"{load.door.url}/priorwork/import",
                {"csrf_token": token, "body": str(body)},
                files={"files": (name, content, "text/plain")},
                allow_redirects=False,
                timeout=60,
            )
            answer = load.ask("uploading", send)
            if answer is not None and answer.status_code == 303:
                uploads.taken[name] = hashlib.sha256(content).hexdigest()
                number += 1
            load.over.wait(UPLOAD_EVERY)


@dataclass
class Week:
    served: Served
    app: Flask
    who: People
    folder: Path
    seconds: float
    loads: list[Load] = field(default_factory=list)
    pages: list[list[Page]] = field(default_factory=list)
    uploads: Uploads = field(default_factory=Uploads)
    said: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def live(self) -> list[Sample]:
        members, threads = self.who.members, []
        for place, clause in enumerate(self.who.clauses[:CLAUSES]):
            load = Load(self.served.door, f"clause:{clause}")
            pages = [
                Page(load, members[n % len(members)], leaves_after=LINES_LAST) for n in range(PAGES)
            ]
            self.loads.append(load)
            self.pages.append(pages)
            for page in pages:
                page.start()
            for page in pages:
                assert page.is_open.wait(60), "A page could not be opened."
            for n in range(WRITERS):
                cookie = members[(place * WRITERS + n) % len(members)]
                first = 1_000_000 * (place + 1) + 100_000 * n
                threads.append(
                    Thread(
                        target=write,
                        args=(load, [cookie], first, clause),
                        kwargs={"every": POST_EVERY},
                    )
                )
            for n in range(READERS):
                options = {"page": f"/clauses/{clause}", "every": READ_EVERY}
                threads.append(Thread(target=read, args=(load, members[n]), kwargs=options))
        first = self.loads[0]
        threads += [Thread(target=search, args=(first, members[n])) for n in range(SEARCHERS)]
        sends = (first, self.who.secretary, self.who.body, self.uploads)
        threads.append(Thread(target=upload, args=sends))
        watched = Watched(self.served, max(self.seconds / 150, 1))
        watched.start()
        for thread in threads:
            thread.start()
        self._go_through(watched)
        for load in self.loads:
            load.over.set()
        for thread in threads:
            thread.join()
        self._let_pages_hear()
        watched.over.set()
        watched.join()
        return watched.samples

    def _go_through(self, watched: Watched) -> None:
        began = time.monotonic()
        planned: list[tuple[float, Callable[[], None]]] = [
            (part, self._restart) for part in RESTARTS
        ]
        planned.append((BACKUP, self._back_up))
        for part, act in sorted(planned, key=lambda each: each[0]):
            time.sleep(max(began + part * self.seconds - time.monotonic(), 0))
            act()
            watched.life += act == self._restart
        time.sleep(max(began + self.seconds - time.monotonic(), 0))

    def _restart(self) -> None:
        began = time.monotonic()
        ended = self.served.command("restart")
        self.said.append(f"restarted in {time.monotonic() - began:.0f} s")
        if ended.returncode:
            self.faults.append(f"restart: {ended.stderr.strip()}")

    def _back_up(self) -> None:
        """While people work; what had been acknowledged before it began must be in it."""
        before = {number for load in self.loads for number in list(load.posted)}
        archive = self.folder / "midweek.tar.gz"
        began = time.monotonic()
        self._run("backup", str(archive))
        restored = self._restore(archive, self.folder / "midweek")
        self.said.append(f"kept and brought back in {time.monotonic() - began:.0f} s")
        if missing := before - numbers_in(restored):
            self.faults.append(f"{len(missing)} comments are not in the backup")

    def _run(self, *command: str) -> None:
        ended = self.served.command(*command)
        if ended.returncode:
            self.faults.append(f"{command[0]}: {ended.stderr.strip()}")

    def _restore(self, archive: Path, place: Path) -> Path:
        settings = {**self.served.settings, "DATA_DIR": place}
        Served(settings, self.folder).command("restore", str(archive))
        return place / "wgcop.db"

    def _let_pages_hear(self) -> None:
        deadline = time.monotonic() + 120
        for load, pages in zip(self.loads, self.pages, strict=True):
            while any(set(load.posted) - set(page.heard) for page in pages):
                if time.monotonic() > deadline:
                    break
                time.sleep(0.2)
            load.closed.set()

    def compare(self) -> None:
        """Once the server has ended."""
        for load, pages in zip(self.loads, self.pages, strict=True):
            kept = compare(self.app, load.posted, pages)
            if not kept.is_whole:
                self.faults.append(f"{load.topic}: {kept}")
        here = Path(self.served.settings["DATA_DIR"])
        self._compare_files(here)
        archive = self.folder / "end.tar.gz"
        self._run("backup", str(archive))
        there = self._restore(archive, self.folder / "end")
        self.faults += differences(here / "wgcop.db", there)

    def _compare_files(self, data: Path) -> None:
        with closing(sqlite3.connect(data / "wgcop.db")) as rows:
            stored = Counter(
                name for (name,) in rows.execute("SELECT name FROM document_import_file")
            )
        for name, digest in self.uploads.taken.items():
            if stored[name] < 1:
                self.faults.append(f"{name} is in no import")
            place = data / "files" / digest[:2] / digest
            if place.exists() and hashlib.sha256(place.read_bytes()).hexdigest() != digest:
                self.faults.append(f"{name} is not what was sent")


def numbers_in(database: Path) -> set[int]:
    with closing(sqlite3.connect(database)) as rows:
        found = rows.execute("SELECT body FROM comment WHERE body LIKE 'Number %.'").fetchall()
    return {int(body.removeprefix("Number ").rstrip(".")) for (body,) in found}


def differences(here: Path, there: Path) -> Iterator[str]:
    """Table by table, row by row."""
    with closing(sqlite3.connect(here)) as one, closing(sqlite3.connect(there)) as other:
        ours, theirs = SqliteRows(one), SqliteRows(other)
        for table, columns in ours.tables().items():
            if table in CHANGING:
                continue
            names = list(columns)
            left = Counter(map(repr, ours.read(table, names)))
            right = Counter(map(repr, theirs.read(table, names)))
            if left != right:
                count = (left - right).total() + (right - left).total()
                yield f"{count} rows of {table} differ after they were brought back"


def growth(samples: list[Sample]) -> tuple[list[str], list[str]]:
    """What is said of it, and what grows, in the last life once it is warm."""
    last = [each for each in samples if each.life == samples[-1].life]
    judged = last[int(len(last) * WARM) :]
    third = max(len(judged) // 3, 1)
    said, faults = [], []
    for name, bound in (
        ("memory", None),
        ("descriptors", MORE_DESCRIPTORS),
        ("threads", MORE_THREADS),
    ):
        first = median(getattr(each, name) for each in judged[:third])
        end = median(getattr(each, name) for each in judged[-third:])
        shown = (first / 1e6, end / 1e6) if name == "memory" else (first, end)
        said.append(f"{name:12} {shown[0]:8.0f} {shown[1]:8.0f}")
        if end - first > (bound if bound is not None else MORE_MEMORY * first):
            faults.append(f"{name} grew from {shown[0]:.0f} to {shown[1]:.0f}")
    return said, faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wgcop-soak-") as name:
        folder = Path(name)
        settings = {"DATA_DIR": folder / "var", "SECRET_KEY": "soaked", "RATELIMIT_ENABLED": False}
        with demo_world(settings) as app:
            served = Served(settings, folder)
            served.start()
            week = Week(served, app, people(app), folder, asked.minutes * 60)
            try:
                samples = week.live()
                served.end_all(signal.SIGTERM)
                week.compare()
            finally:
                served.kill()
    return report(week, samples)


def report(week: Week, samples: list[Sample]) -> int:
    said, grown = growth(samples)
    faults = week.faults + grown
    sent, failed = Counter[str](), Counter[str]()
    for load in week.loads:
        sent.update(load.sent)
        failed.update(load.failed)
    away = [seconds for load in week.loads for seconds in load.away]
    print(f"load of the machine    {os.getloadavg()[0]:.1f}")
    print(f"requests               {sum(sent.values()):,} {dict(sent)}")
    print(f"  failed               {sum(failed.values())} {dict(failed)}")
    print(f"comments posted        {sum(len(load.posted) for load in week.loads):,}")
    print(f"files taken            {len(week.uploads.taken)}")
    print(f"lines lost and back    {len(away)}, the longest {max(away, default=0):.0f} s")
    print("\n".join(week.said))
    print("\nminute   life  memory MB  descriptors  threads")
    for sample in samples[:: max(len(samples) // 25, 1)]:
        print(
            f"{sample.at / 60:6.1f} {sample.life:6} {sample.memory / 1e6:10.0f} {sample.descriptors:12} {sample.threads:8}"
        )
    print("\nin the last life, once warm: the first third and the last\n" + "\n".join(said))
    print("\n".join(faults) if faults else "\nNothing is lost, and nothing grows.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

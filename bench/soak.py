"""A week in an hour: fifty people read, post, search, upload and lose their lines; the server is replaced three times, kept and brought back.

What is done, and what the server holds, is told as it happens. What grows after the last restart, once it is warm, is a fault. At the
end the server stops, and every acknowledged comment and file is looked for, one by one; a backup is brought back
into an empty place, and both databases are compared row by row. Ends with 1 if anything is lost or grows.

    python bench/soak.py --minutes 1.5     tries all of it; too short to say what grows
"""

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from sqlalchemy import select

from bench.load.kept import compare, differences, numbers
from bench.load.noted import Load
from bench.load.page import Page
from bench.load.people import People, people, token_of, write
from bench.load.served import Served, demo_world
from bench.load.watched import Sample, Watched, growth
from bench.room import fill
from tests.servers import sealed_cookie
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.database import db, writing
from wgcop.priorwork.imports.models import ImportFile
from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.upkeep.keeping.rows import SqliteRows

PEOPLE, CLAUSES = 50, 5
POST_EVERY, READ_EVERY, UPLOAD_EVERY = 25.0, 12.0, 10.0
"""Seconds of one person: an hour has some 7,000 comments, as a busy week has."""
LINES_LAST = 60.0
RESTARTS = (0.1, 0.2, 0.3)
BACKUP = 0.5
"""Parts of the whole time. After the last restart one server lives long enough to show what grows."""
DRAIN = 30
"""Seconds in which a server that is replaced ends; fewer if the whole time is short."""
TOLD, SAMPLES = 25, 250
"""How often in the whole time."""
PAGES = ("/", "/resolutions/", "/meetings/", "/meetings/wg-cop-3", "/priorwork/", "/contributions/")
QUESTIONS = ("children", "guidance", "helplines", '"national"', "radio schools", "Number")
BUSY = "SQLITE_BUSY"
BEGAN = time.monotonic()


def tell(words: str) -> None:
    print(f"{(time.monotonic() - BEGAN) / 60:5.1f} min  {words}", flush=True)


def everybody(app: Flask) -> list[str]:
    """Fifty delegates, as cookies."""
    with app.app_context():
        with writing():
            fill(PEOPLE, items=3)
            db.session.commit()
        those = select(Person).where(Person.name.like("Delegate %")).order_by(Person.id)
        cookies = ["=".join(sealed_cookie(app, each)) for each in db.session.scalars(those)]
        db.session.close()
        db.engine.dispose()
    return cookies


def look_around(load: Load, cookie: str, clause: str) -> None:
    """In turn the clause, a search, and another page."""
    places: list[tuple[str, str, dict[str, str]]] = []
    for page, words in zip(PAGES, QUESTIONS, strict=True):
        places.append(("reading", f"/clauses/{clause}", {}))
        places.append(("searching", "/search", {"q": words}))
        places.append(("reading", page, {}))
    number = random.randrange(len(places))
    load.over.wait(random.uniform(0, READ_EVERY))
    with load.door.browser(cookie) as http:
        while not load.over.is_set():
            kind, page, asked = places[number % len(places)]
            load.ask(kind, partial(http.get, load.door.url + page, params=asked, timeout=60))
            number += 1
            load.over.wait(READ_EVERY)


def upload(
    load: Load, cookie: str, body: int, taken: dict[str, str], every: float = UPLOAD_EVERY
) -> None:
    """Small files, each unlike the others; one that was refused for the moment is sent again. Of those `taken`, the digests."""
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
                taken[name] = hashlib.sha256(content).hexdigest()
                number += 1
            load.over.wait(every)


@dataclass
class Week:
    served: Served
    app: Flask
    who: People
    delegates: list[str]
    folder: Path
    seconds: float
    loads: list[Load] = field(default_factory=list)
    pages: list[list[Page]] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def live(self) -> list[Sample]:
        threads = []
        for place, clause in enumerate(self.who.clauses[:CLAUSES]):
            load = Load(self.served.door, f"clause:{clause}")
            cookies = self.delegates[place::CLAUSES]
            self.loads.append(load)
            self.pages.append([Page(load, cookie, leaves_after=LINES_LAST) for cookie in cookies])
            for n, cookie in enumerate(cookies):
                first = 1_000_000 * (place + 1) + 50_000 * n
                post = partial(write, load, [cookie], first, clause, every=POST_EVERY)
                threads.append(Thread(target=self._within, args=(POST_EVERY, load, post)))
                threads.append(Thread(target=look_around, args=(load, cookie, clause)))
        sends = (self.loads[0], self.who.secretary, self.who.body, self.taken)
        threads.append(Thread(target=upload, args=sends))
        pages = [page for each in self.pages for page in each]
        for page in pages:
            page.start()
        for page in pages:
            assert page.is_open.wait(60), "A page could not be opened."
        tell(f"{len(pages)} people have a page open and begin to work")
        watched = Watched(self.served, max(self.seconds / SAMPLES, 1))
        watched.start()
        for thread in threads:
            thread.start()
        self._go_through(watched)
        tell("everybody stops, and pages hear what they have not heard yet")
        for load in self.loads:
            load.over.set()
        for thread in threads:
            thread.join()
        self._let_pages_hear()
        self._let_files_be_taken_in()
        watched.over.set()
        watched.join()
        return watched.samples

    @staticmethod
    def _within(seconds: float, load: Load, act: Callable[[], None]) -> None:
        load.over.wait(random.uniform(0, seconds))
        act()

    def _go_through(self, watched: Watched) -> None:
        began, step = time.monotonic(), self.seconds / TOLD
        planned: list[tuple[float, Callable[[], None]]] = [
            *((part * self.seconds, self._restart) for part in RESTARTS),
            (BACKUP * self.seconds, self._back_up),
            *((number * step, partial(self._tell_state, watched)) for number in range(TOLD + 1)),
        ]
        for at, act in sorted(planned, key=lambda each: each[0]):
            late = time.monotonic() - began - at
            is_deed = act in (self._restart, self._back_up)
            if late > step and not is_deed:
                continue
            time.sleep(max(-late, 0))
            act()
            watched.life += act == self._restart
            if is_deed:
                self._tell_state(watched)

    def _tell_state(self, watched: Watched) -> None:
        if not watched.samples:
            return
        now = watched.samples[-1]
        asked = sum(sum(load.sent.values()) for load in self.loads)
        failed = sum(len(load.failed) for load in self.loads)
        posted = sum(len(load.posted) for load in self.loads)
        tell(
            f"{asked:7,} requests, {failed} failed, {posted:6,} comments, {len(self.taken):4} files; "
            f"server {watched.life + 1}: {now.memory / 1e6:5.0f} MB, {now.descriptors:4} descriptors, {now.threads:4} threads"
        )

    def _restart(self) -> None:
        began = time.monotonic()
        ended = self.served.command("restart")
        tell(f"restarted: the new server answers after {time.monotonic() - began:.0f} s")
        if ended.returncode:
            self.faults.append(f"restart: {ended.stderr.strip()}")

    def _back_up(self) -> None:
        """While people work; what had been acknowledged before it began must be in it."""
        before = {number for load in self.loads for number in list(load.posted)}
        archive = self.folder / "midweek.tar.gz"
        began = time.monotonic()
        self._run("backup", str(archive))
        place = self._restore(archive, self.folder / "midweek")
        tell(f"kept and brought back elsewhere in {time.monotonic() - began:.0f} s")
        if missing := before - set(numbers(create_app({"DATA_DIR": place, "DATABASE_URL": ""}))):
            self.faults.append(f"{len(missing)} comments are not in the backup")

    def _run(self, *command: str) -> str:
        ended = self.served.command(*command)
        if ended.returncode:
            self.faults.append(f"{command[0]}: {ended.stderr.strip()}")
        return ended.stdout

    def _restore(self, archive: Path, place: Path) -> Path:
        there = Served({**self.served.settings, "DATA_DIR": place}, self.folder)
        ended = there.command("restore", str(archive))
        if ended.returncode:
            self.faults.append(f"restore: {ended.stderr.strip()}")
        return place

    def _let_pages_hear(self) -> None:
        deadline = time.monotonic() + 120
        for load, pages in zip(self.loads, self.pages, strict=True):
            while any(set(load.posted) - set(page.heard) for page in pages):
                if time.monotonic() > deadline:
                    break
                time.sleep(0.2)
            load.closed.set()

    def _let_files_be_taken_in(self) -> None:
        deadline = time.monotonic() + 120
        waiting = select(ImportFile.name).where(ImportFile.outcome == ImportOutcome.WAITING)
        with self.app.app_context():
            while db.session.scalar(waiting.limit(1)) and time.monotonic() < deadline:
                db.session.rollback()
                time.sleep(0.5)
            if left := db.session.scalars(waiting).all():
                self.faults.append(f"{len(left)} files still wait to be taken in")
            db.session.close()
            db.engine.dispose()

    def compare(self) -> None:
        """Once the server has ended."""
        tell("each comment and file is looked for")
        for load, pages in zip(self.loads, self.pages, strict=True):
            kept = compare(self.app, load.posted, pages)
            if kept.lost or kept.unheard or kept.heard_twice:
                self.faults.append(f"{load.topic}: {kept}")
        if kept.twice:
            self.faults.append(f"stored twice: {sorted(kept.twice)[:20]}")
        here = Path(self.served.settings["DATA_DIR"])
        self._compare_files(here)
        self._look_through_log()
        self.faults += [
            line for line in self._doctor().splitlines() if line.startswith(("fault", "Error"))
        ]
        archive, before = self.folder / "end.tar.gz", self.folder / "before.db"
        with (
            closing(sqlite3.connect(here / "wgcop.db")) as one,
            closing(sqlite3.connect(before)) as two,
        ):
            one.backup(two)  # the backup itself is noted in the trail
        self._run("backup", str(archive))
        there = self._restore(archive, self.folder / "end") / "wgcop.db"
        tell("both databases are compared, row by row")
        with closing(sqlite3.connect(before)) as one, closing(sqlite3.connect(there)) as two:
            self.faults += differences(SqliteRows(one), SqliteRows(two))

    def _doctor(self) -> str:
        ended = self.served.command("doctor")
        return ended.stdout + ended.stderr

    def _compare_files(self, data: Path) -> None:
        with closing(sqlite3.connect(data / "wgcop.db")) as rows:
            found = rows.execute("SELECT file_name, file_sha FROM document").fetchall()
        documents = dict(found)
        for name, digest in self.taken.items():
            place = data / "files" / digest[:2] / digest
            if documents.get(name) != digest:
                self.faults.append(f"{name} has no document with what was sent")
            elif hashlib.sha256(place.read_bytes()).hexdigest() != digest:
                self.faults.append(f"{name} is not what was sent")

    def _look_through_log(self) -> None:
        """That the database was busy for too long is answered 503, and stands among what failed."""
        lines = self.served.log.read_text(errors="replace").splitlines()
        errors = [line for line in lines if '"level": "error"' in line and BUSY not in line]
        if errors:
            self.faults.append(f"{len(errors)} errors in the log, the first: {errors[0][:300]}")


def report(week: Week, samples: list[Sample]) -> int:
    said, grown = growth(samples)
    sent, failed = Counter[str](), Counter[str]()
    for load in week.loads:
        sent.update(load.sent)
        failed.update(load.failed)
    away = [seconds for load in week.loads for seconds in load.away]
    longest = {
        kind: max(load.longest.get(kind, 0.0) for load in week.loads) for kind in sorted(sent)
    }
    broken = {kind: count for kind, count in failed.items() if kind.endswith(" 500")}
    faults = week.faults + grown + ([f"the server failed: {broken}"] if broken else [])
    print(f"\nload of the machine    {os.getloadavg()[0]:.1f}")
    print(f"requests               {sum(sent.values()):,} {dict(sent)}")
    print(f"  failed               {sum(failed.values())} {dict(failed)}")
    print(f"  longest answer, s    { ({kind: round(took, 1) for kind, took in longest.items()}) }")
    print(f"comments posted        {sum(len(load.posted) for load in week.loads):,}")
    print(f"files taken            {len(week.taken)}")
    print(f"lines lost and back    {len(away):,}, the longest {max(away, default=0):.0f} s")
    print("\nin the last life, once warm: the first third and the last\n" + "\n".join(said))
    print("\n" + ("\n".join(faults) if faults else "Nothing is lost, and nothing is seen to grow."))
    return 1 if faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--log", type=Path, help="where the log of the server goes")
    asked = parser.parse_args()
    seconds = asked.minutes * 60
    os.umask(0o077)  # as commands of ours have it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server ends with this program
    with tempfile.TemporaryDirectory(prefix="wgcop-soak-") as name:
        folder = Path(name)
        settings: dict[str, Any] = {
            "DATA_DIR": folder / "var",
            "SECRET_KEY": "soaked, and as long as a key must be",
            "RATELIMIT_ENABLED": False,
            "DRAIN_SECONDS": max(min(DRAIN, int(seconds / 12)), 2),
        }
        tell("loading the demo world")
        with demo_world(settings) as app:
            delegates = everybody(app)
            served = Served(settings, folder)
            served.log = asked.log or served.log
            tell("the server starts")
            served.start()
            week = Week(served, app, people(app), delegates, folder, seconds)
            try:
                samples = week.live()
                tell("the server ends")
                served.end_all(signal.SIGTERM)
                week.compare()
            finally:
                served.kill()
        return report(week, samples)


if __name__ == "__main__":
    sys.exit(main())

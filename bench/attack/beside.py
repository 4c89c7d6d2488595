"""People who work while others attack: one reads, one writes, three listen. What they waited for, what failed, what was lost."""

import time
from collections import Counter
from dataclasses import dataclass
from threading import Thread

from bench.attack.large import Large
from bench.load.kept import Kept, compare
from bench.load.noted import Load
from bench.load.page import Page
from bench.load.people import People, read, write

LISTENERS = 3
EVERY = 0.3
HEALED_WITHIN = 90.0


@dataclass(frozen=True)
class Met:
    """What honest people met during one attack."""

    asked: int
    failed: Counter[str]
    reading: float
    posting: float
    """The longest waits, in seconds."""
    away: float
    """The longest time without a live connection."""
    posted: int
    back: float
    """Seconds from the end of the attack until everybody had everything again."""
    kept: Kept


class Beside:
    """`with Beside(…) as people:` they work from before the attack until it is over."""

    def __init__(self, large: Large, who: People, first: int) -> None:
        self._large, self.who = large, who
        self.load = Load(large.door, f"clause:{who.clause}")
        self._pages = [Page(self.load, who.members[n % len(who.members)]) for n in range(LISTENERS)]
        clause = f"/clauses/{who.clause}"
        self._others = [
            Thread(
                target=read,
                args=(self.load, who.members[0]),
                kwargs={"page": clause, "every": EVERY},
            ),
            Thread(
                target=write,
                args=(self.load, who.members, first, who.clause),
                kwargs={"every": EVERY},
            ),
        ]

    def __enter__(self) -> "Beside":
        for page in self._pages:
            page.start()
        for page in self._pages:
            if not page.is_open.wait(60):
                raise RuntimeError("A page could not be opened.")
        for thread in self._others:
            thread.start()
        before = time.monotonic()
        while not self.load.posted and time.monotonic() < before + 60:
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.load.over.set()
        self.load.closed.set()
        for thread in self._others:
            thread.join()

    def finish(self) -> Met:
        """Once the attack is over."""
        ended = time.monotonic()
        posted = len(self.load.posted)
        while not self._is_healed(posted) and time.monotonic() < ended + HEALED_WITHIN:
            time.sleep(0.1)
        back = time.monotonic() - ended
        time.sleep(1)
        self.load.over.set()
        for thread in self._others:
            thread.join()
        deadline = time.monotonic() + 30
        while not self._all_heard() and time.monotonic() < deadline:
            time.sleep(0.1)
        load = self.load
        load.closed.set()
        return Met(
            asked=sum(load.sent.values()),
            failed=Counter(load.failed),
            reading=load.longest["reading"],
            posting=load.longest["posting"],
            away=max(load.away, default=0.0),
            posted=len(load.posted),
            back=back,
            kept=compare(self._large.app, load.posted, self._pages),
        )

    def _is_healed(self, posted: int) -> bool:
        """Somebody has posted since, and every page has a line and shows it."""
        return (
            len(self.load.posted) > posted + 1
            and all(page.is_open.is_set() for page in self._pages)
            and all(page.heard[self.load.posted[posted]] for page in self._pages)
        )

    def _all_heard(self) -> bool:
        return all(set(self.load.posted) <= set(page.heard) for page in self._pages)

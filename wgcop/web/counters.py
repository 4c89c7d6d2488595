"""The counters of rate limits, in the memory of one process, limited in number however many clients
are counted.
"""

import time
from heapq import nsmallest
from threading import Lock
from typing import NamedTuple

from limits.storage import Storage

SCHEME = "counters"
MOST = 50_000
"""The most counters, a quarter of a kilobyte each. For a limit per hour, each client of the last
hour has one.
"""
ROOM = MOST // 5
"""The number of counters that are dropped together, because dropping requires a scan of all of
them.
"""
LOOKED_THROUGH_EVERY = 60.0


class Tally(NamedTuple):
    times: int
    until: float


class Counters(Storage):
    """Request counters with a bound. The library's own counters scan all of them at each counted
    request, and can grow without limit.

    If there are too many, those with the lowest counts are dropped: a sender with ever new
    addresses drops their own, and not the counter of a password that is being guessed.
    """

    STORAGE_SCHEME = [SCHEME]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_: str) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._counters: dict[str, Tally] = {}
        self._looked_through = time.time()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._counters)

    def __bool__(self) -> bool:
        """Return True always: Flask-Limiter takes a storage that is false for none."""
        return True

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with self._lock:
            now = time.time()
            known = self._at(key, now)
            count = known.times + amount if known else amount
            if count > 0:
                self._counters[key] = Tally(count, known.until if known else now + expiry)
            else:
                self._counters.pop(key, None)
            if now - self._looked_through > LOOKED_THROUGH_EVERY or len(self._counters) > MOST:
                self._make_room(now)
        return count

    def get(self, key: str) -> int:
        known = self._at(key, time.time())
        return known.times if known else 0

    def get_expiry(self, key: str) -> float:
        now = time.time()
        known = self._at(key, now)
        return known.until if known else now

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            count = len(self._counters)
            self._counters.clear()
        return count

    def clear(self, key: str) -> None:
        with self._lock:
            self._counters.pop(key, None)

    def _at(self, key: str, now: float) -> Tally | None:
        known = self._counters.get(key)
        return known if known and known.until > now else None

    def _make_room(self, now: float) -> None:
        self._looked_through = now
        self._counters = {key: each for key, each in self._counters.items() if each.until > now}
        if len(self._counters) > MOST:
            for key in nsmallest(ROOM, self._counters, key=self._counters.__getitem__):
                del self._counters[key]

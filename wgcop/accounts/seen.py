"""When each browser was last seen, which the process remembers and a job stores for all of them in
one SQL statement.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from wgcop import clock

COARSE = timedelta(minutes=5)
"""The shortest time between two sightings of a browser. A person who is here all day costs a row in
a batch now and then, and no statement for each page.
"""

MOST = 20_000


@dataclass(frozen=True)
class Sighting:
    person_id: int
    number: str
    epoch: int
    at: datetime
    user_agent: str
    network: str


class Sightings:
    """The sightings of this process that are not stored yet."""

    def __init__(self) -> None:
        self._last: dict[tuple[int, str], datetime] = {}
        self._new: dict[tuple[int, str], Sighting] = {}
        self._lock = Lock()

    def note(self, person_id: int, number: str, epoch: int, *, agent: str, network: str) -> None:
        key, now = (person_id, number), clock.now()
        last = self._last.get(key)
        if last is not None and now - last < COARSE:
            return
        with self._lock:
            if len(self._last) >= MOST:
                self._last.clear()
            self._last[key] = now
            self._new[key] = Sighting(person_id, number, epoch, now, agent, network)

    def take(self) -> list[Sighting]:
        with self._lock:
            taken, self._new = list(self._new.values()), {}
        return taken

"""A folder of files that take long to make: each is made only once, for guests one after the other."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from wgcop.processes.guests import GuestsQueue

_queues: dict[str, GuestsQueue] = {}
_making: dict[Path, Lock] = {}


def key(*of: str) -> str:
    """Return a name for the file made from these values."""
    return hashlib.sha256("\0".join(of).encode()).hexdigest()


def taken_or_made(place: Path, make: Callable[[], bytes]) -> bytes:
    """Return the file. If many ask for it at once, only one thread of this process makes it."""
    taken = take(place)
    if taken is None:
        # A guest waits for their turn first: members may wait for the same file.
        with guests_turn(place.parent), _made_by_one(place):
            taken = take(place)
            if taken is None:
                taken = make()
                keep(taken, place)
    return taken


def guests_turn(folder: Path) -> AbstractContextManager[None]:
    """Wait in the queue of the guests who want files of this folder made; see `GuestsQueue.turn`."""
    return _queues.setdefault(folder.name, GuestsQueue()).turn()


@contextmanager
def _made_by_one(place: Path) -> Iterator[None]:
    with _making.setdefault(place, Lock()):
        try:
            yield
        finally:
            # Others may still wait for this lock, and a newcomer takes a new one: all look for the file first.
            _making.pop(place, None)


def take(place: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        data = place.read_bytes()
        os.utime(place)
        return data
    return None


def keep(data: bytes, place: Path) -> None:
    """Put the data on the shelf. If the disk is full nothing is kept, and the file is made again
    for the next reader.
    """
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as part:
            part.write(data)
        Path(part.name).replace(place)  # under its name only once it is whole


def clear(folder: Path, *, before: datetime) -> int:
    """Remove files that were not used since that time, and return their number."""
    removed = 0
    for place in folder.glob("*"):
        with suppress(FileNotFoundError):
            if place.stat().st_mtime < before.timestamp():
                place.unlink()
                removed += 1
    return removed

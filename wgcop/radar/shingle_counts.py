"""Counts in how many records each shingle is, in a file that all processes map.

The last bits of a shingle's hash, at most 24, choose its two-byte counter, so the file has at most
32 MiB. Shingles with the same bits share a counter; the average surplus from that is subtracted
again.

`docs/decisions/0012-radar-store.md` has the figures.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import structlog

from wgcop.each_once import each_once
from wgcop.radar.matching.overlap import Frequencies, Shingles, idf

log = structlog.get_logger(__name__)

FEWEST_BITS, MOST_BITS = 14, 24
ROOM = 32
"""The number of counters for each shingle, up to the limit of the bits."""
MOST = np.iinfo(np.uint16).max
UNFINISHED = -1
_CHANGE, _RECORDS, _SHINGLES, _BITS, _HEAD = range(5)
_HEAD_BYTES = _HEAD * 8


class ShingleChange(NamedTuple):
    """A step from one numbered state of the stored shingles to the next."""

    before: int
    after: int
    removed: list[Shingles]
    added: list[Shingles]


class _Mapped:
    """The mapped file. Other processes see changes made here."""

    def __init__(self, file: Path) -> None:
        """Map the file. Raise ValueError if it is cut short or has another format."""
        self.bytes: np.memmap[Any, np.dtype[np.uint8]] = np.memmap(file, np.uint8, mode="r+")
        if len(self.bytes) < _HEAD_BYTES:
            raise ValueError(f"{file} is cut short.")
        self.head = self.bytes[:_HEAD_BYTES].view(np.int64)
        bits = int(self.head[_BITS])
        is_whole = FEWEST_BITS <= bits <= MOST_BITS
        if not is_whole or len(self.bytes) != _size(bits):
            raise ValueError(f"{file} is cut short.")
        self.counts = self.bytes[_HEAD_BYTES:].view(np.uint16)

    def slots(self, shingles: Shingles) -> npt.NDArray[np.uint32]:
        return shingles & np.uint32(len(self.counts) - 1)

    def add(self, shingles: Shingles) -> None:
        slots = each_once(self.slots(shingles))
        self.counts[slots] += self.counts[slots] < MOST
        self.head[_RECORDS] += 1
        self.head[_SHINGLES] += len(shingles)

    def take(self, shingles: Shingles) -> None:
        """Subtract these shingles. A full counter stays, because it may have missed some."""
        slots = each_once(self.slots(shingles))
        self.counts[slots] -= (self.counts[slots] > 0) & (self.counts[slots] < MOST)
        self.head[_RECORDS] -= 1
        self.head[_SHINGLES] -= len(shingles)

    @property
    def load(self) -> float:
        """The average amount that other shingles add to a counter."""
        return float(self.head[_SHINGLES]) / len(self.counts)

    @property
    def is_crowded(self) -> bool:
        return self.load > 2 / ROOM and self.head[_BITS] < MOST_BITS


class ShingleCounts:
    """The counts in a file that follows the table of shingles. The file has the number of the last
    change, and is rebuilt if it is out of date.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "shingle-counts"
        self._open: tuple[tuple[int, int, int], _Mapped] | None = None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Lock the counts for one writer at a time across processes. The lock of a dead process is
        released.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def change(self) -> int:
        """The number of the last change that the file includes; UNFINISHED if the file cannot be
        trusted.
        """
        mapped = self._mapped()
        return int(mapped.head[_CHANGE]) if mapped else UNFINISHED

    @property
    def age(self) -> timedelta:
        """The time since the file was last written."""
        with suppress(FileNotFoundError):
            return timedelta(seconds=max(time() - self._file.stat().st_mtime, 0))
        return timedelta.max

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        mapped = self._mapped()
        return mapped.bytes.nbytes if mapped else 0

    def weigh(self, shingles: Shingles) -> Frequencies:
        """Return the inverse document frequency of each shingle."""
        mapped = self._mapped()
        if mapped is None:
            return idf(np.zeros(len(shingles)), 0)
        counts = mapped.counts[mapped.slots(shingles)] - mapped.load
        return idf(np.maximum(counts, 0), int(mapped.head[_RECORDS]))

    def follow(self, change: ShingleChange) -> None:
        """Add a change to the counts. Call it only within `exclusive()`. If the change before it is
        missing, or the file has become too small for the shingles, the file is left out of date, to
        be rebuilt.
        """
        mapped = self._mapped()
        if mapped is None or mapped.head[_CHANGE] != change.before:
            return
        # A crash in between leaves the file marked, so that it is rebuilt.
        mapped.head[_CHANGE] = UNFINISHED
        for shingles in change.removed:
            mapped.take(shingles)
        for shingles in change.added:
            mapped.add(shingles)
        if not mapped.is_crowded:
            mapped.head[_CHANGE] = change.after

    def count_anew(self, change: int, shingles_in_all: int, records: Iterable[Shingles]) -> None:
        """Rebuild the file. Call it only within `exclusive()`. Others read the old counts until the
        new ones are complete.
        """
        bits = min(max((ROOM * shingles_in_all).bit_length(), FEWEST_BITS), MOST_BITS)
        unfinished = self._file.with_suffix(".new")
        head = np.zeros(_HEAD, np.int64)
        head[_CHANGE], head[_BITS] = UNFINISHED, bits
        with unfinished.open("wb") as file:
            # A full disk raises an error here, and not a signal later when a mapped page is written.
            os.posix_fallocate(file.fileno(), 0, _size(bits))
            file.write(head.tobytes())
        mapped = _Mapped(unfinished)
        for shingles in records:
            mapped.add(shingles)
        mapped.head[_CHANGE] = change
        mapped.bytes.flush()
        unfinished.replace(self._file)

    def _mapped(self) -> _Mapped | None:
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return None
        which = (stat.st_dev, stat.st_ino, stat.st_size)
        if self._open is None or self._open[0] != which:
            try:
                self._open = (which, _Mapped(self._file))
            except ValueError as error:
                log.warning("shingle_counts_damaged", file=str(self._file), error=error)
                return None
        return self._open[1]


def _size(bits: int) -> int:
    return _HEAD_BYTES + 2 * (1 << bits)

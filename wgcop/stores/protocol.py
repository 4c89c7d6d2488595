"""The interface of a file store, and the exception raised when a store does not answer."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from wgcop.errors import Away


@dataclass(frozen=True)
class Stored:
    """A file in the list of a store. `at` is when it was last stored. A name that is not a digest
    belongs to an incomplete file left over from a crash.
    """

    name: str
    size: int
    at: datetime


@dataclass(frozen=True)
class Opened:
    handle: BinaryIO
    """The open file, which can be read and sought."""
    size: int
    at: datetime


class StoreAway(Away):
    """Raised when the store does not answer or refuses a request. `cause` is for administrators."""

    def __init__(self, says: str, cause: str) -> None:
        super().__init__(says)
        self.cause = cause


class Store(Protocol):
    """A store of files by their digests. Reading a missing one raises `FileNotFoundError`; any call
    may raise `StoreAway`.
    """

    where: str
    """The place of the store for administrators, without passwords."""

    def put(self, name: str, content: bytes) -> None:
        """Store a file, whole or not at all. For a file that exists already, the time of storing is
        updated.
        """

    def take_in(self, name: str, place: Path) -> None:
        """Store the file at `place` as `put` does. It need not fit into memory, and may be moved
        away.
        """

    def open(self, name: str) -> Opened: ...

    def listed(self) -> Iterator[Stored]: ...

    def remove(self, name: str, *, unless_since: datetime) -> bool:
        """Remove a file unless it was stored again since that moment. Return whether it was
        removed.
        """

    def erase(self, name: str) -> None:
        """Remove a file at once, regardless of its age. A folder first waits until nobody holds its
        files; a bucket does not wait, and a backup that misses the file reports it.
        """

    def holding(self) -> AbstractContextManager[None]:
        """Hold all files while the block runs: no process on any machine removes one."""

    def removing(self) -> AbstractContextManager[bool]:
        """Enter a block in which files may be removed if the yielded value is true, because nobody
        holds them.
        """

    def try_out(self) -> None:
        """Write, read and remove a trial file."""

    def reach(self) -> None:
        """Raise `StoreAway` if the store cannot be reached. It costs one request at most."""

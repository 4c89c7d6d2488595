"""What a store of files has to do, and what it says when it is away."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from wgcop.errors import Away


@dataclass(frozen=True)
class Stored:
    """`at` is when it was last stored. A name that is no digest is a part that a crash left behind."""

    name: str
    size: int
    at: datetime


@dataclass(frozen=True)
class Opened:
    handle: BinaryIO
    """It can be read and sought."""
    size: int
    at: datetime


class StoreAway(Away):
    """The store does not answer or refuses us. `cause` is for administrators."""

    def __init__(self, says: str, cause: str) -> None:
        super().__init__(says)
        self.cause = cause


class Store(Protocol):
    """Files by their digests. Reading one that is not there raises FileNotFoundError; any call may raise StoreAway."""

    where: str
    """For administrators, without passwords."""

    def put(self, name: str, content: bytes) -> None:
        """Whole or not at all. What is there already counts as stored now."""

    def take_in(self, name: str, place: Path) -> None:
        """As `put`, of a file that need not fit into memory and is not needed where it is."""

    def open(self, name: str) -> Opened: ...

    def listed(self) -> Iterator[Stored]: ...

    def remove(self, name: str, *, unless_since: datetime) -> bool:
        """Whether it was removed. What was stored again since that moment stays."""

    def erase(self, name: str) -> None:
        """At once, however young. A folder waits for whoever holds its files; a backup from a bucket that misses it says so."""

    def holding(self) -> AbstractContextManager[None]:
        """Meanwhile no file is removed, by any process on any machine."""

    def removing(self) -> AbstractContextManager[bool]:
        """Whether files may be removed: nobody holds them."""

    def try_out(self) -> None:
        """Write, read and remove something."""

    def reach(self) -> None:
        """Raises StoreAway where it cannot be reached. Costs one request at most."""

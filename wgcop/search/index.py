"""What the indexer needs of an engine: an index that takes records and says which state of the database it holds."""

import enum
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from flask import current_app

from wgcop.search.records import Record

EXTENSION = "search_engine"


class IndexStanding(enum.Enum):
    """How an index stands to the database of the workspace."""

    COMPLETE = "complete"
    FILLING = "filling"
    """Something that is noted is still missing since it was made anew."""
    FOREIGN = "foreign"
    """It is of another database, or of another state of this one: nothing of it is shown."""


StandingOf = Callable[[str], IndexStanding]
"""How an index with this epoch stands."""


class Batch(Protocol):
    """Changes that become visible together."""

    epoch: str
    """Of which state of the database the index is; empty while it belongs to none."""

    def clear(self) -> None:
        """Forget everything that the index held before."""

    def put(self, records: Iterable[Record]) -> None: ...

    def drop(self, ids: Iterable[str]) -> None: ...


class Index(Protocol):
    def count(self) -> int:
        """How many records it holds."""

    def writing(self) -> AbstractContextManager[Batch]:
        """One writer at a time over all processes, from the first line inside to the last.

        Whoever loads rows inside cannot overwrite what somebody else has seen later.
        """

    def clear(self) -> None:
        """Forget everything; the index then belongs to no database."""

    def optimise(self) -> None:
        """Tidy up after much writing."""

    def epoch(self) -> str:
        """Of which state of the database it is; empty where it is new or cannot be read."""

    def hold(self) -> None:
        """As long as this process lives no other version makes the index anew; repeating it does no harm."""

    def let_go(self) -> None:
        """Of what `hold` took."""


def current_index() -> Index:
    """That of this application's engine."""
    index: Index = current_app.extensions[EXTENSION]
    return index

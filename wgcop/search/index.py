"""The index as the indexer sees it: it stores records and the state of the database that it belongs
to.
"""

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from flask import current_app
from sqlalchemy import Connection

from wgcop.search.records import Record

EXTENSION = "search_engine"


class IndexStanding(enum.Enum):
    """The state of an index relative to the database of the workspace."""

    COMPLETE = "complete"
    FILLING = "filling"
    """The index was started over, and some records are still missing."""
    FOREIGN = "foreign"
    """The index belongs to another database, or to another state of this one. It is not searched.
    """


StandingOf = Callable[[str, Connection | None], IndexStanding]
"""A function that takes the epoch of an index, and the connection over which it was read if the
index is in the database of the workspace, and returns the state of the index.
"""


class Batch(Protocol):
    """Changes that become visible together."""

    epoch: str
    """The state of the database that the index belongs to; empty while it belongs to no database.
    """

    def clear(self) -> None:
        """Remove everything that was in the index before."""

    def put(self, records: Iterable[Record]) -> None: ...

    def drop(self, ids: Iterable[str]) -> None: ...


class Index(Protocol):
    def count(self) -> int:
        """Return the number of records in the index."""

    def ids(self) -> set[str]:
        """Return the ids of all records in the index, regardless of who may read them."""

    def held(self, ids: Collection[str]) -> Iterator[Mapping[str, Any]]:
        """Yield the stored fields of these records: `id`, `title`, `text` and the other fields of a
        hit.
        """

    def writing(self) -> AbstractContextManager[Batch]:
        """Lock the index for one writer at a time across processes, for the whole block.

        Load rows inside the block: then no writer overwrites a record by an older state.
        """

    def clear(self) -> None:
        """Remove everything. The index then belongs to no database."""

    def optimise(self) -> None:
        """Merge all segments after much writing."""

    def epoch(self) -> str:
        """Return the state of the database that the index belongs to; empty if the index is new or
        cannot be read.
        """

    def is_damaged(self) -> bool:
        """Return whether the index was written in this format but its files cannot be read."""

    def hold(self) -> None:
        """Keep other versions of the code from rebuilding the index while this process runs. Safe
        to call twice.
        """

    def let_go(self) -> None:
        """Release the lock of `hold`."""


def current_index() -> Index:
    """Return the index of this application's engine."""
    index: Index = current_app.extensions[EXTENSION]
    return index

"""The index as the indexer sees it: it takes records and knows which state of the database it belongs to."""

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from flask import current_app
from sqlalchemy import Connection

from wgcop.search.records import Record

EXTENSION = "search_engine"


class IndexStanding(enum.Enum):
    """How an index stands to the database of the workspace."""

    COMPLETE = "complete"
    FILLING = "filling"
    """The index was started over, and some records are still missing."""
    FOREIGN = "foreign"
    """It belongs to another database, or to another state of this one. It is not searched."""


StandingOf = Callable[[str, Connection | None], IndexStanding]
"""The epoch of an index, and the connection over which it was read if it is in the database of the workspace → its standing."""


class Batch(Protocol):
    """Changes that become visible together."""

    epoch: str
    """The state of the database that the index belongs to; empty while it belongs to none."""

    def clear(self) -> None:
        """Remove everything that was in the index before."""

    def put(self, records: Iterable[Record]) -> None: ...

    def drop(self, ids: Iterable[str]) -> None: ...


class Index(Protocol):
    def count(self) -> int:
        """How many records it holds."""

    def ids(self) -> set[str]:
        """Of all records that it holds, whoever may read them."""

    def held(self, ids: Collection[str]) -> Iterator[Mapping[str, Any]]:
        """What it holds of these records: `id`, `title`, `text` and the other fields of a hit."""

    def writing(self) -> AbstractContextManager[Batch]:
        """One writer at a time over all processes, for the whole block.

        Load rows inside it: then no writer overwrites a record by an older state.
        """

    def clear(self) -> None:
        """Remove everything. The index then belongs to no database."""

    def optimise(self) -> None:
        """Merge all segments after much writing."""

    def epoch(self) -> str:
        """The state of the database it belongs to; empty if it is new or cannot be read."""

    def is_damaged(self) -> bool:
        """Whether somebody wrote it in this format, and its files cannot be read."""

    def hold(self) -> None:
        """Keeps other versions from rebuilding the index while this process runs. Safe to call twice."""

    def let_go(self) -> None:
        """Release what `hold` took."""


def current_index() -> Index:
    """The index of this application's engine."""
    index: Index = current_app.extensions[EXTENSION]
    return index

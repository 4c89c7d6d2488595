"""The protocol that every engine keeps, and what it answers."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from markupsafe import Markup

from wgcop.search.query import Query
from wgcop.search.records import Record

FACETS = ("kind", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    id: str
    kind: str
    title: str
    url: str
    score: float
    snippet: Markup
    marked_title: Markup
    year: int | None = None
    language: str = "en"
    body: str = ""
    source: str = ""
    symbol: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` and the facets count everything that the reader may see, and nothing else."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    """Facet → value → how many there would be if only this value of the facet were chosen."""
    page: int = 1
    pages: int = 0


class Batch(Protocol):
    """Changes that become visible together."""

    def put(self, records: Iterable[Record]) -> None: ...

    def drop(self, ids: Iterable[str]) -> None: ...


class Engine(Protocol):
    def search(self, query: Query) -> Results: ...

    def count(self) -> int:
        """How many records it holds."""

    def writing(self) -> AbstractContextManager[Batch]:
        """One writer at a time over all processes, from the first line inside to the last.

        Whoever loads rows inside cannot overwrite what somebody else has seen later.
        """

    def clear(self) -> None:
        """Forget everything; it is new again until somebody declares it complete."""

    def optimise(self) -> None:
        """Tidy up after much writing."""

    def is_new(self) -> bool:
        """It was made, or had to be made again, and does not yet know what it lacks."""

    def declare_complete(self) -> None:
        """Everything that it lacks is noted in the outbox."""

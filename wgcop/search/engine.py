"""The protocol that every engine keeps, and what it answers."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from wgcop.search.query import Query
from wgcop.search.records import Record

FACETS = ("kind", "body", "level", "region", "year", "language", "subject", "clause", "state")
"""As they stand beside the results. Compared as whole values; a record may have several subjects and clauses."""


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
    level: str = ""
    region: str = ""
    date: datetime | None = None
    place: str = ""
    """Where in the record the snippet stands (`p. 4`); the address leads there."""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; `total` and the facets count everything that the reader may see, and nothing else.

    Where the query asks for some of each kind, `hits` holds them kind after kind, the kind with the best hit first.
    """

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

    def similar(
        self,
        text: str,
        *,
        language: str,
        audiences: frozenset[str],
        kinds: Collection[str] | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        """The records nearest to a whole text by BM25 over its most telling terms; without snippets.

        Of these kinds or, without a word, of any; that changes no score.
        """

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        """Words of what the reader may see that are spelled nearly so, the likeliest first."""

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

"""The protocol that every engine keeps, and what it answers."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from wgcop.errors import Refused
from wgcop.search.index import Index, IndexStanding
from wgcop.search.question.query import Query, Term
from wgcop.search.records import Searchable, model_of


def always_complete(_: str) -> IndexStanding:
    """For an index that stands alone."""
    return IndexStanding.COMPLETE


class IndexInUse(Refused):
    """A server of another version lives on the index; it is not to be touched."""

    def __init__(self) -> None:
        super().__init__(
            "A running server of another version uses the search index. Stop it first."
        )


class IndexIncomplete(Refused):
    def __init__(self) -> None:
        super().__init__(
            "The search index is being filled: what is compared with it now would miss earlier work. "
            "Try again in a few minutes."
        )


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
    start: int | None = None
    """The same in characters of its text."""

    @property
    def model(self) -> type[Searchable]:
        """What kind of thing it is, as its model says."""
        return model_of(self.kind)


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
    complete: int = 0
    """How many of them hold everything that was asked for. They come first, unless the order is another."""
    related: tuple[Hit, ...] = ()
    """The best of the others, where hits stand kind by kind and others are kept apart."""
    unheld: frozenset[Term] = frozenset()
    """What was asked for and nothing that the reader may see holds."""
    filling: bool = False
    """The index does not hold everything yet."""

    @property
    def others(self) -> int:
        """How many hold some of the words only."""
        return self.total - self.complete


class Engine(Index, Protocol):
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

        Raises IndexIncomplete while they may lack some. Of these kinds or, without a word, of any; that changes no score.
        """

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        """Words of what the reader may see that are spelled nearly so, the likeliest first."""

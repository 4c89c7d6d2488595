"""The protocol of all engines, with hits and results."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from markupsafe import Markup
from sqlalchemy import Connection

from wgcop.errors import Refused
from wgcop.search.index import Index, IndexStanding
from wgcop.search.question.query import Query, Term
from wgcop.search.records import Searchable, model_of


def always_complete(_epoch: str, _connection: Connection | None) -> IndexStanding:
    """Return COMPLETE, for an index that belongs to no database, as in tests and benchmarks."""
    return IndexStanding.COMPLETE


class IndexInUse(Refused):
    """An error for an index that is in use by a running server of another version."""

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


class Hit(NamedTuple):
    """One hit. It is a tuple, because twenty of them are made for each question and creating frozen
    dataclasses takes three times as long.
    """

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
    """The citation of the snippet's place in the record (`p. 4`). The address opens there."""
    start: int | None = None
    """The same place, as a position in the text in characters."""
    title_language: str = ""
    """The language of a title that the workspace words itself. Any other title is in `language`."""
    alike: float = 0.0
    """For a record similar to a whole text: the share of the text's distinctive terms that it
    contains, between 0 and 1.
    """

    @property
    def model(self) -> type[Searchable]:
        """The model of the hit's kind, which declares the properties of all records of that kind."""
        return model_of(self.kind)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. `total` and the facets count only records that the reader may see.

    If the query asks for some hits of each kind, `hits` holds them kind after kind, beginning with
    the kind of the best hit.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    """The numbers of results by facet and value, each as if only this value of the facet were
    chosen.
    """
    page: int = 1
    pages: int = 0
    complete: int = 0
    """How many results have all words. They come first, unless the results are sorted by date."""
    related: tuple[Hit, ...] = ()
    """The best results that contain only some of the words, on a page that groups its results by
    kind.
    """
    missing: frozenset[Term] = frozenset()
    """Terms that no visible record contains."""
    filling: bool = False
    """Whether the index is still being filled."""

    @property
    def others(self) -> int:
        """The number of results that contain only some of the words."""
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
        """Return the records nearest to a whole text, by BM25 over its most telling terms; without
        snippets.

        Raises IndexIncomplete while the index is being filled. `kinds` restricts the hits and
        changes no score.
        """

    def words_like(self, word: str, *, audiences: frozenset[str]) -> tuple[str, ...]:
        """Return words with a similar spelling from records that the reader may see, the likeliest
        first.
        """

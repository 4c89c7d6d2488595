"""Gathers the contents of the search page: hits, facets, and suggestions if there are no results."""

from dataclasses import dataclass
from functools import cached_property

from wgcop.i18n import comma
from wgcop.search.question.query import Order, Query, Term, Understood
from wgcop.search_engines.protocol import Engine, Hit, Results
from wgcop.search_page.addresses import Address
from wgcop.search_page.answers import answer
from wgcop.search_page.asking import SearchReader, query_of
from wgcop.search_page.facets import Facet, facets_of
from wgcop.search_page.faults import faults_in_words
from wgcop.search_page.names import (
    all_of_kind,
    choices_in_words,
    facet_name,
    names_of,
    understood_in_words,
)

BEST_OF_KIND = 3


@dataclass(frozen=True)
class KindGroup:
    """The best hits of one kind, and a link to all of them."""

    kind: str
    count: int
    hits: list[Hit]
    more: str
    href: str


@dataclass(frozen=True)
class WiderSearch:
    """The same search without one of the choices, offered if it has results."""

    words: str
    count: int
    href: str


@dataclass(frozen=True)
class Page:
    query: Query
    results: Results
    address: Address
    choices: list[tuple[str, str]]
    """Each choice of the reader and each filter that the question names, in words, with the address
    of the search without it.
    """
    correction: str
    """The corrected question, if a word was misspelt and these are the results of the corrected
    question.
    """
    faults: list[str]
    """Sentences about the pieces of the question that could not be read."""
    unknown_kinds: list[str]
    """Words after `kind:` that name no kind of record."""
    wider_searches: list[WiderSearch]
    """Wider searches to offer if the choices leave no result."""

    @cached_property
    def facets(self) -> list[Facet]:
        return facets_of(self.results, self.address)

    @cached_property
    def groups(self) -> list[KindGroup]:
        """The best hits of each kind; empty if the page lists hits of all kinds together."""
        address = self.address.typing(self.correction or self.address.typed)
        return _groups(self.query, self.results, address)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits of this page that have all words, or all hits if none has all of them."""
        return self.results.hits[: self._first_of_others]

    @property
    def related(self) -> tuple[Hit, ...]:
        return self.results.related or self.results.hits[self._first_of_others :]

    @property
    def is_loose(self) -> bool:
        return bool(self.results.total and not self.results.complete and len(self.query.words) > 1)

    @property
    def _first_of_others(self) -> int:
        if self.is_loose or not self.results.others:
            return len(self.results.hits)
        if self.groups:
            return len(self.results.hits)
        return max(self.results.complete - (self.results.page - 1) * self.query.size, 0)


def search_page(engine: Engine, address: Address, reader: SearchReader, *, page: int = 1) -> Page:
    found = answer(
        engine, address, reader, page=page, per_kind=_per_kind(address, page), apart=True
    )
    query, results, correction = found.query, found.results, found.correction
    return Page(
        query=query,
        results=results,
        address=address,
        choices=[
            (words, address.toggling(choice).url())
            for choice, words in choices_in_words(address.choices).items()
        ]
        + [
            (understood_in_words(stated), _without(address, stated).url())
            for stated in query.understood
        ],
        correction=correction,
        faults=faults_in_words(query),
        unknown_kinds=[
            kind
            for term in results.missing
            if term.field == "kind"
            for kind in sorted(kinds_of(term))[-1:]
        ],
        wider_searches=[] if results.total else _wider_searches(engine, address, reader),
    )


def _without(address: Address, stated: Understood) -> Address:
    before, _, after = address.typed.partition(stated.typed)
    return address.typing(" ".join(f"{before} {after}".split()))


def _per_kind(address: Address, page: int) -> int:
    """Return the number of hits of each kind that the page shows; 0 for a plain list. Only the
    first page by relevance is grouped, and only unless the reader chose a kind.
    """
    by_kind = address.order == Order.RELEVANCE and page == 1 and "kind" not in address.chosen
    return BEST_OF_KIND if by_kind else 0


def kinds_of(term: Term) -> frozenset[str]:
    return frozenset().union(*(values for phrase in term.alternatives for _, values in phrase))


def _groups(query: Query, results: Results, address: Address) -> list[KindGroup]:
    if not query.per_kind or len(results.facets.get("kind", {})) < 2:
        return []
    kinds = dict.fromkeys(hit.kind for hit in results.hits)
    return [_group(kind, results, address) for kind in kinds]


def _group(kind: str, results: Results, address: Address) -> KindGroup:
    count = results.facets["kind"][kind]
    return KindGroup(
        kind=kind,
        count=count,
        hits=[hit for hit in results.hits if hit.kind == kind],
        more=all_of_kind(kind, count) if count > BEST_OF_KIND else "",
        href=address.choosing("kind", (kind,)).url(),
    )


def _wider_searches(engine: Engine, address: Address, reader: SearchReader) -> list[WiderSearch]:
    """Return, for each facet with a choice, the search without this choice, if it has results."""
    searches = []
    for facet, values in address.chosen.items():
        wider = address.choosing(facet)
        query = query_of(wider, reader, size=1, facets=False, snippets=False)
        count = 0 if query.is_empty or query.says_nothing else engine.search(query).total
        if count:
            names = comma().join(names_of(facet, values).values())
            searches.append(WiderSearch(f"{facet_name(facet)}: {names}", count, wider.url()))
    return searches

"""What the search page shows: hits by kind or one after the other, facets, and what to do when nothing is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from wgcop.search.engines.protocol import Engine, Hit, Results
from wgcop.search.page.addresses import Address
from wgcop.search.page.facets import Facet, facets_of
from wgcop.search.page.names import all_of_kind, choices_in_words, facet_name, names_of
from wgcop.search.question import spellings
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Order, Query, Term

BEST_OF_KIND = 3


@dataclass(frozen=True)
class SearchReader:
    """What they may find, and the language that comes first for them."""

    audiences: frozenset[str]
    language: str = ""


@dataclass(frozen=True)
class KindGroup:
    """The best hits of a kind, and the way to all of them."""

    kind: str
    count: int
    hits: list[Hit]
    more: str
    href: str


@dataclass(frozen=True)
class Way:
    """To something that is found after all."""

    words: str
    count: int
    href: str


@dataclass(frozen=True)
class Page:
    query: Query
    results: Results
    address: Address
    facets: list[Facet]
    choices: list[tuple[str, str]]
    """What the reader chose, in words, each with the address that leaves it out."""
    groups: list[KindGroup]
    """Empty where the hits stand one after the other."""
    mended: str
    """The question whose results are shown where a word of it was misspelt."""
    no_kinds: list[str]
    """What was named as a kind, and nothing is."""
    ways: list[Way]
    """Where a choice hides what there is: the same without it."""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Of this page those that hold everything that was asked for; all, if none does."""
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


def body_aliases() -> Mapping[str, tuple[str, ...]]:
    """Under which other numbers a Question is found; set by the feature that knows them."""
    aliases = current_app.extensions.get("body_aliases", dict)()
    return cast(Mapping[str, tuple[str, ...]], aliases)


def query_of(
    address: Address,
    reader: SearchReader,
    *,
    page: int = 1,
    size: int = 20,
    per_kind: int = 0,
    apart: bool = False,
    facets: bool = True,
    snippets: bool = True,
    among: frozenset[str] | None = None,
) -> Query:
    return parse(
        address.typed,
        audiences=reader.audiences,
        chosen=address.chosen,
        language=reader.language,
        order=address.order,
        per_kind=per_kind,
        apart=apart,
        facets=facets,
        snippets=snippets,
        among=among,
        aliases=body_aliases(),
        page=page,
        size=size,
    )


def search_page(engine: Engine, address: Address, reader: SearchReader, *, page: int = 1) -> Page:
    """One question to the engine, and one more where a word of it was misspelt or nothing is found."""
    query = _page_query(address, reader, page)
    results = Results(total=0) if query.asks_nothing else engine.search(query)
    mended = "" if query.asks_nothing else _mended(engine, query, results, reader)
    if mended:
        again = _page_query(address.typing(mended), reader, page)
        better = engine.search(again)
        if better.complete > results.complete or better.total > results.total:
            results = better
        else:
            mended = ""
    return Page(
        query=query,
        results=results,
        address=address,
        facets=facets_of(results, address),
        choices=[
            (words, address.toggling(choice).url())
            for choice, words in choices_in_words(address.choices).items()
        ],
        groups=_groups(query, results, address.typing(mended or address.typed)),
        mended=mended,
        no_kinds=[
            kind
            for term in results.unheld
            if term.field == "kind"
            for kind in sorted(kinds_of(term))[-1:]
        ],
        ways=[] if results.total else _ways(engine, address, reader),
    )


def _page_query(address: Address, reader: SearchReader, page: int) -> Query:
    """Kind by kind as long as nobody has chosen, ordered or turned a page."""
    by_kind = address.order == Order.RELEVANCE and page == 1 and "kind" not in address.chosen
    per_kind = BEST_OF_KIND if by_kind else 0
    return query_of(address, reader, page=page, per_kind=per_kind, apart=True)


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


def _mended(engine: Engine, query: Query, results: Results, reader: SearchReader) -> str:
    """The question with the words that nothing holds replaced by what they may have been meant for."""
    if not results.unheld:
        return ""

    def is_known(word: str) -> bool:
        terms = parse(word, audiences=reader.audiences, language=reader.language).words
        return not any(term in results.unheld for term in terms)

    mended = spellings.mended(
        query.typed,
        is_known=is_known,
        words_like=lambda word: engine.words_like(word, audiences=reader.audiences),
    )
    return "" if mended == query.typed else mended


def _ways(engine: Engine, address: Address, reader: SearchReader) -> list[Way]:
    """Each facet's choice lifted for itself, where that helps."""
    ways = []
    for facet, values in address.chosen.items():
        wider = address.choosing(facet)
        query = query_of(wider, reader, size=1, facets=False, snippets=False)
        count = 0 if query.asks_nothing else engine.search(query).total
        if count:
            names = ", ".join(names_of(facet, values).values())
            ways.append(Way(f"{facet_name(facet)}: {names}", count, wider.url()))
    return ways

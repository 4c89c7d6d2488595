"""What the search page shows: hits by kind or one after the other, facets, and what to do when nothing is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from wgcop.search import spellings
from wgcop.search.addresses import Address
from wgcop.search.engine import Engine, Hit, Results
from wgcop.search.facets import Facet, facets_of
from wgcop.search.names import all_of_kind, choices_in_words, facet_name, names_of
from wgcop.search.parsing import parse
from wgcop.search.query import Order, Query

BEST_OF_KIND = 5


@dataclass(frozen=True)
class Reader:
    """What he may find, and the language that comes first for him."""

    audiences: frozenset[str]
    language: str = ""


@dataclass(frozen=True)
class Group:
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
    groups: list[Group]
    """Empty where the hits stand one after the other."""
    meant: Way | None
    ways: list[Way]
    """Where a choice hides what there is: the same without it."""


def body_aliases() -> Mapping[str, tuple[str, ...]]:
    """Under which other numbers a Question is found; set by the feature that knows them."""
    aliases = current_app.extensions.get("body_aliases", dict)()
    return cast(Mapping[str, tuple[str, ...]], aliases)


def query_of(
    address: Address,
    reader: Reader,
    *,
    page: int = 1,
    size: int = 20,
    per_kind: int = 0,
    among: frozenset[str] | None = None,
) -> Query:
    return parse(
        address.typed,
        audiences=reader.audiences,
        chosen=address.chosen,
        language=reader.language,
        order=address.order,
        per_kind=per_kind,
        among=among,
        aliases=body_aliases(),
        page=page,
        size=size,
    )


def search_page(engine: Engine, address: Address, reader: Reader, *, page: int = 1) -> Page:
    query = query_of(address, reader, page=page)
    results, groups = _found(engine, query, address, reader)
    return Page(
        query=query,
        results=results,
        address=address,
        facets=facets_of(results, address),
        choices=[
            (words, address.toggled(*choice)())
            for choice, words in choices_in_words(address.choices).items()
        ],
        groups=groups,
        meant=None if query.asks_nothing else _meant(engine, address, reader, results.total),
        ways=[] if results.total else _ways(engine, address, reader),
    )


def _found(
    engine: Engine, query: Query, address: Address, reader: Reader
) -> tuple[Results, list[Group]]:
    """Kind by kind as long as there are several and nobody has chosen, ordered or turned a page."""
    if query.asks_nothing:
        return Results(total=0), []
    if query.order == Order.RELEVANCE and query.page == 1 and "kind" not in address.chosen:
        results = engine.search(query_of(address, reader, per_kind=BEST_OF_KIND))
        kinds = dict.fromkeys(hit.kind for hit in results.hits)
        if len(kinds) > 1:
            return results, [_group(kind, results, address) for kind in kinds]
    return engine.search(query), []


def _group(kind: str, results: Results, address: Address) -> Group:
    count = results.facets["kind"][kind]
    return Group(
        kind=kind,
        count=count,
        hits=[hit for hit in results.hits if hit.kind == kind],
        more=all_of_kind(kind, count) if count > BEST_OF_KIND else "",
        href=address.choosing("kind", (kind,))(),
    )


def _meant(engine: Engine, address: Address, reader: Reader, total: int) -> Way | None:
    """The same with its misspelt words mended, if that finds more."""

    def finds(typed: str) -> int:
        return engine.search(query_of(Address(typed), reader, size=1)).total

    typed = spellings.mended(
        address.typed,
        is_known=lambda word: finds(word) > 0,
        words_like=lambda word: engine.words_like(word, audiences=reader.audiences),
    )
    if typed == address.typed:
        return None
    mended = address.typing(typed)
    count = engine.search(query_of(mended, reader, size=1)).total
    return Way(typed, count, mended()) if count > total else None


def _ways(engine: Engine, address: Address, reader: Reader) -> list[Way]:
    """Each facet's choice lifted for itself, where that helps."""
    ways = []
    for facet, values in address.chosen.items():
        wider = address.choosing(facet)
        query = query_of(wider, reader, size=1)
        count = 0 if query.asks_nothing else engine.search(query).total
        if count:
            names = ", ".join(names_of(facet, values).values())
            ways.append(Way(f"{facet_name(facet)}: {names}", count, wider()))
    return ways

"""The search page: hits with their kinds in words, and facets that are put on and taken off."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.search.engine import Engine, Hit, Results
from wgcop.search.query import Query, parse

CHOICES = ("kind", "year", "body", "level")
"""What can be chosen beside the box; each may be given several times."""
MOST_CHOSEN = 20
MOST_YEARS_SHOWN = 12

KIND_NAMES = {
    "resolution": _l("Resolutions"),
    "clause": _l("Clauses"),
    "comment": _l("Comments"),
    "meeting": _l("Meetings"),
    "agenda-item": _l("Agenda items"),
    "contribution": _l("Contributions"),
    "initiative": _l("Registry"),
}
ONE_OF_KIND = {
    "resolution": _l("Resolution"),
    "clause": _l("Clause"),
    "comment": _l("Comment"),
    "meeting": _l("Meeting"),
    "agenda-item": _l("Agenda item"),
    "contribution": _l("Contribution"),
    "initiative": _l("Registry entry"),
}


@dataclass(frozen=True)
class Address:
    """The stable link of a result page, and of its neighbours."""

    typed: str
    chosen: Mapping[str, tuple[str, ...]]

    def __call__(self, page: int = 1, path: str = "/search") -> str:
        pairs = [("q", self.typed)] if self.typed else []
        pairs += [(name, value) for name in CHOICES for value in self.chosen.get(name, ())]
        pairs += [("page", str(page))] if page > 1 else []
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def with_choice(self, name: str, value: str) -> str:
        return Address(self.typed, {**self.chosen, name: (value,)})()

    def without(self, name: str, value: str) -> str:
        kept = tuple(other for other in self.chosen.get(name, ()) if other != value)
        return Address(self.typed, {**self.chosen, name: kept})()

    def without_choices(self) -> str:
        return Address(self.typed, {})()


@dataclass(frozen=True)
class FacetValue:
    name: str
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    title: str
    values: list[FacetValue]


@dataclass(frozen=True)
class Page:
    query: Query
    results: Results
    address: Address
    facets: list[Facet]
    choices: list[tuple[str, str]]
    """What the reader chose, in words, each with the address that leaves it out."""


def ask(
    engine: Engine,
    typed: str,
    *,
    audiences: frozenset[str],
    chosen: Mapping[str, Iterable[str]],
    page: int = 1,
    size: int = 20,
) -> Results:
    return engine.search(parse(typed, audiences=audiences, chosen=chosen, page=page, size=size))


def search_page(
    engine: Engine,
    typed: str,
    *,
    audiences: frozenset[str],
    chosen: Mapping[str, Iterable[str]],
    page: int = 1,
) -> Page:
    query = parse(typed, audiences=audiences, chosen=chosen, page=page)
    results = Results(total=0) if query.asks_nothing else engine.search(query)
    address = Address(query.typed, query.chosen)
    return Page(
        query=query,
        results=results,
        address=address,
        facets=[facet for name in CHOICES if (facet := _facet(name, results, address)).values],
        choices=[
            (f"{facet_name(name)}: {value_name(name, value)}", address.without(name, value))
            for name in CHOICES
            for value in query.chosen.get(name, ())
        ],
    )


def _facet(name: str, results: Results, address: Address) -> Facet:
    chosen = address.chosen.get(name, ())
    counts = dict.fromkeys(chosen, 0) | results.facets.get(name, {})
    return Facet(
        title=facet_name(name),
        values=[
            FacetValue(
                name=value_name(name, value),
                count=counts[value],
                href=address.without(name, value)
                if value in chosen
                else address.with_choice(name, value),
                is_chosen=value in chosen,
            )
            for value in _in_order(name, counts)
        ],
    )


def _in_order(name: str, counts: Mapping[str, int]) -> list[str]:
    if name == "year":
        return sorted(counts, reverse=True)[:MOST_YEARS_SHOWN]
    return sorted(counts, key=lambda value: (-counts[value], value))


def facet_name(name: str) -> str:
    return {"kind": _("Kind"), "year": _("Year"), "body": _("Body"), "level": _("Level")}[name]


def value_name(name: str, value: str) -> str:
    return str(KIND_NAMES.get(value, value)) if name == "kind" else value


def kind_name(kind: str) -> str:
    """What one hit is."""
    return str(ONE_OF_KIND.get(kind, kind))


def chosen_from(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The choices among the parameters of an address, each once."""
    return {
        name: list(dict.fromkeys(_given(values.get(name, []))))[:MOST_CHOSEN] for name in CHOICES
    }


def _given(values: Iterable[str]) -> Iterator[str]:
    return (value[:200] for value in values if value.strip())


def as_json(results: Results) -> dict[str, object]:
    return {
        "total": results.total,
        "page": results.page,
        "pages": results.pages,
        "hits": [hit_as_json(hit) for hit in results.hits],
        "facets": results.facets,
    }


def hit_as_json(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "title": hit.title,
        "url": hit.url,
        "snippet": str(hit.snippet),
        "score": hit.score,
    }

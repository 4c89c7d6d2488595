"""Turns typed words and choices into a query, limited to records that the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import current_app

from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Query
from wgcop.search.question.understanding import Places
from wgcop.search_page.addresses import Address


@dataclass(frozen=True)
class SearchReader:
    """The audiences whose records the search may return, and the language that comes first."""

    audiences: frozenset[str]
    language: str = ""


def body_aliases() -> Mapping[str, tuple[str, ...]]:
    """Return the earlier and later numbers of each Question. The feature that knows them provides
    the function.
    """
    aliases = current_app.extensions.get("body_aliases", dict)()
    return cast(Mapping[str, tuple[str, ...]], aliases)


def place_names() -> Places:
    """Return regions and Member States by their names. The feature that knows them provides the
    function.
    """
    names = current_app.extensions.get("place_names", dict)()
    return cast(Places, names)


def english_names() -> Mapping[str, tuple[str, ...]]:
    """Return the English names of Member States by their codes, from the same feature."""
    names = current_app.extensions.get("english_names", dict)()
    return cast(Mapping[str, tuple[str, ...]], names)


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
    understands: bool = True,
    filters_places: bool = True,
) -> Query:
    """Return the query for the search at this address.

    If `understands` is set, *since 2015* and *in Africa* are filters, otherwise they are words like
    others; without `filters_places`, only the years are filters.
    """
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
        places=place_names(),
        english_names=english_names(),
        understands=understands,
        filters_places=filters_places,
        page=page,
        size=size,
    )

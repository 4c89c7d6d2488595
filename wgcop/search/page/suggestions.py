"""Suggestions while typing: papers by symbol or title, clauses by citation, people and bodies by name."""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from wgcop.search.engines.protocol import Engine, Hit
from wgcop.search.page.addresses import Address
from wgcop.search.page.names import KIND_NAMES, kind_name
from wgcop.search.page.queries import SearchReader, query_of
from wgcop.search.question.parsing import name_terms

MOST = 8
MOST_OF_EACH, MOST_OF_ONE = 3, 6
LONGEST = 100
LOOKED_UP = tuple(kind for kind in KIND_NAMES if kind != "comment")
"""Comments are left out, because they have no names."""


@dataclass(frozen=True)
class Suggestion:
    kind: str
    """The name of the kind in the reader's language."""
    title: str
    url: str
    detail: str = ""


def suggestions(engine: Engine, typed: str, reader: SearchReader) -> list[Suggestion]:
    """The best hits of each kind, the kind with the best hit first. A single kind may fill the list."""
    wanted = name_terms(typed[:LONGEST])
    if not wanted:
        return []
    query = query_of(Address(chosen={"kind": LOOKED_UP}), reader, per_kind=MOST_OF_ONE)
    hits = engine.search(replace(query, required=wanted)).hits
    rank = {
        hit.id: place
        for _, of_kind in groupby(hits, attrgetter("kind"))
        for place, hit in enumerate(of_kind)
    }
    first = sorted(hits, key=lambda hit: rank[hit.id] >= MOST_OF_EACH)[:MOST]
    return [_suggestion(hit) for hit in hits if hit in first]


def _suggestion(hit: Hit) -> Suggestion:
    detail = next((name for name in (hit.symbol, hit.source) if name not in hit.title), "")
    return Suggestion(kind_name(hit.kind), hit.title, hit.url, detail)

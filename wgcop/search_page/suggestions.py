"""Suggests results while a person types: papers by symbol or title, clauses by citation, people and
bodies by name.
"""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from wgcop.search.question.parsing import name_terms
from wgcop.search.records import SEARCHABLE
from wgcop.search_engines.protocol import Engine, Hit
from wgcop.search_page.addresses import Address
from wgcop.search_page.asking import SearchReader, query_of
from wgcop.search_page.names import kind_name
from wgcop.search_page.shortcuts import shortcut_to
from wgcop.search_page.titles import hits_in_words

MOST = 8
MOST_OF_EACH, MOST_OF_ONE = 3, 6
LONGEST = 100


@dataclass(frozen=True)
class Suggestion:
    kind: str
    """The name of the kind in the reader's language."""
    title: str
    url: str
    detail: str = ""


def suggestions(engine: Engine, typed: str, reader: SearchReader) -> list[Suggestion]:
    """Return the thing whose symbol was typed and nothing else, then the best hits."""
    named = shortcut_to(typed[:LONGEST], reader.audiences)
    hits = _best_hits(engine, typed[:LONGEST], reader)
    if named is None:
        return hits
    first = Suggestion(kind_name(named.kind), named.title, named.url)
    return [first, *(hit for hit in hits if hit.url != named.url)][:MOST]


def _best_hits(engine: Engine, typed: str, reader: SearchReader) -> list[Suggestion]:
    """Return the best hits of each kind, beginning with the kind of the best hit. A single kind may
    fill the list.
    """
    wanted = name_terms(typed)
    if not wanted:
        return []
    kinds = tuple(kind for kind, model in SEARCHABLE.items() if not model.is_talk)
    query = query_of(Address(chosen={"kind": kinds}), reader, per_kind=MOST_OF_ONE)
    hits = engine.search(replace(query, required=wanted)).hits
    rank = {
        hit.id: place
        for _, of_kind in groupby(hits, attrgetter("kind"))
        for place, hit in enumerate(of_kind)
    }
    first = sorted(hits, key=lambda hit: rank[hit.id] >= MOST_OF_EACH)[:MOST]
    return [_suggestion(hit) for hit in hits_in_words(hit for hit in hits if hit in first)]


def _suggestion(hit: Hit) -> Suggestion:
    detail = next((name for name in (hit.symbol, hit.source) if name not in hit.title), "")
    return Suggestion(kind_name(hit.kind), hit.title, hit.url, detail)

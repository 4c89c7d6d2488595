"""What somebody may mean while they are still typing: papers by symbol or title, clauses by citation, people, bodies."""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from wgcop.search.engines.protocol import Engine, Hit
from wgcop.search.page.addresses import Address
from wgcop.search.page.names import kind_name
from wgcop.search.page.queries import SearchReader, query_of
from wgcop.search.question.parsing import called
from wgcop.search.records import SEARCHABLE

MOST = 8
MOST_OF_EACH, MOST_OF_ONE = 3, 6
LONGEST = 100


@dataclass(frozen=True)
class Suggestion:
    kind: str
    """In words, as the reader is told."""
    title: str
    url: str
    detail: str = ""


def suggestions(engine: Engine, typed: str, reader: SearchReader) -> list[Suggestion]:
    """The best of each kind, the kind with the best one first; one kind alone may fill the list."""
    wanted = called(typed[:LONGEST])
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
    return [_suggestion(hit) for hit in hits if hit in first]


def _suggestion(hit: Hit) -> Suggestion:
    detail = next((name for name in (hit.symbol, hit.source) if name not in hit.title), "")
    return Suggestion(kind_name(hit.kind), hit.title, hit.url, detail)

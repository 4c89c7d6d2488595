"""What somebody may mean while he is still typing: papers by symbol or title, clauses by citation, people, bodies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wgcop.search.addresses import Address
from wgcop.search.engine import Engine
from wgcop.search.names import KIND_NAMES, kind_name
from wgcop.search.queries import Reader, query_of
from wgcop.search.query import called

MOST = 8
MOST_OF_KIND = 3
LONGEST = 100
LOOKED_UP = tuple(kind for kind in KIND_NAMES if kind != "comment")
"""A comment has no name of its own by which anybody would look for it."""


@dataclass(frozen=True)
class Suggestion:
    kind: str
    """In words, as the reader is told."""
    title: str
    url: str
    detail: str = ""


def suggestions(engine: Engine, typed: str, reader: Reader) -> list[Suggestion]:
    """The best of each kind, the kind with the best one first."""
    return list(_suggestions(engine, typed[:LONGEST], reader))[:MOST]


def _suggestions(engine: Engine, typed: str, reader: Reader) -> Iterator[Suggestion]:
    wanted = called(typed)
    if not wanted:
        return
    query = query_of(Address(chosen={"kind": LOOKED_UP}), reader, per_kind=MOST_OF_KIND)
    for hit in engine.search(replace(query, required=wanted)).hits:
        detail = next((name for name in (hit.symbol, hit.source) if name not in hit.title), "")
        yield Suggestion(kind_name(hit.kind), hit.title, hit.url, detail)

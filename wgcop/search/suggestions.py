"""What somebody may mean while he is still typing: papers by symbol or title, clauses by citation, people, bodies."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain, islice

from wgcop.search.addresses import Address
from wgcop.search.analysis import tokenise
from wgcop.search.engine import Engine
from wgcop.search.names import KIND_NAMES, kind_name, names_of
from wgcop.search.queries import Reader, query_of
from wgcop.search.query import called

MOST = 8
MOST_OF_KIND = 3
LONGEST = 100
NOT_LOOKED_UP = frozenset({"comment"})
"""Kinds that have no name of their own by which anybody would look for them."""


@dataclass(frozen=True)
class Suggestion:
    kind: str
    """In words, as the reader is told."""
    title: str
    url: str
    detail: str = ""


Suggester = Callable[[str, frozenset[str]], Iterable[Suggestion]]
"""(what was typed, the reader's audiences) → what is no record, such as a person; the likeliest first."""

_suggesters: list[Suggester] = []


def suggests(suggester: Suggester) -> Suggester:
    """A feature offers what search does not know."""
    _suggesters.append(suggester)
    return suggester


def suggestions(engine: Engine, typed: str, reader: Reader) -> list[Suggestion]:
    typed = typed.strip()[:LONGEST]
    if not called(typed):
        return []
    others = chain.from_iterable(
        islice(suggester(typed, reader.audiences), MOST_OF_KIND) for suggester in _suggesters
    )
    kept = list(islice(chain(_bodies(engine, typed, reader), others), MOST_OF_KIND))
    records = list(islice(_records(engine, typed, reader), MOST - len(kept)))
    return [*records, *kept]


def _records(engine: Engine, typed: str, reader: Reader) -> Iterable[Suggestion]:
    kinds = tuple(kind for kind in KIND_NAMES if kind not in NOT_LOOKED_UP)
    query = query_of(Address(chosen={"kind": kinds}), reader, per_kind=MOST_OF_KIND)
    for hit in engine.search(replace(query, required=called(typed))).hits:
        detail = hit.symbol if hit.symbol not in hit.title else hit.source
        yield Suggestion(kind_name(hit.kind), hit.title, hit.url, detail)


def _bodies(engine: Engine, typed: str, reader: Reader) -> Iterable[Suggestion]:
    """Those of which the reader may read anything at all."""
    bodies = engine.search(query_of(Address(), reader, size=1)).facets.get("body", {})
    for body, name in names_of("body", bodies).items():
        if begins(typed, f"{body} {name}"):
            yield Suggestion(kind_name("body"), name, Address(chosen={"body": (body,)})())


def begins(typed: str, name: str) -> bool:
    """Every typed word begins a word of the name."""
    words = [token.text for token in tokenise(name)]
    return all(
        any(word.startswith(token.text) for word in words)
        for token in tokenise(typed)
        if not token.whole
    )

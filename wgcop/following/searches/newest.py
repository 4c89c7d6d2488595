"""The hits of a query whose records changed last, for feeds."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from wgcop.following.searches.changes import RecordChanges, changes_in_batches, changes_of
from wgcop.search.question.query import Query
from wgcop.search_engines.protocol import Engine, Hit
from wgcop.search_page.feeds import MOST_ENTRIES

MOST_READ = 10_000
MOST_BATCHES = 20
"""A feed looks through so many times `MOST_READ` changes at most."""


def newest(engine: Engine, query: Query, changed: Mapping[str, datetime]) -> list[Hit]:
    """Return the hits that changed last, as many as a feed lists. `changed` has the time of each.

    An engine puts hits in order by their own dates, but a document written in 2005 may have been
    imported today. So where there are more hits, all of them are read first, without snippets.
    """
    found = engine.search(replace(query, size=MOST_ENTRIES))
    if found.total > len(found.hits):
        every = engine.search(replace(query, size=MOST_READ, snippets=False))
        last = frozenset(hit.id for hit in _latest(every.hits, changed))
        found = engine.search(replace(query, size=MOST_ENTRIES, among=last))
    return _latest(found.hits, changed)


def changes_for(
    engine: Engine, query: Query, since: datetime, *, always: Collection[str] = ()
) -> Iterable[RecordChanges]:
    """Return the changes to look through for what a query finds, and for the records in `always`:
    those of these records. Only if there are very many, all changes are looked through, in batches.
    """
    found = engine.search(replace(query, size=MOST_READ, snippets=False))
    if found.total > len(found.hits):
        return changes_in_batches(since, size=MOST_READ, always=always)
    return [changes_of({*always, *(hit.id for hit in found.hits)}, since)]


def newest_in_batches(
    batches: Iterable[RecordChanges], find: Callable[[RecordChanges], Iterable[Hit]]
) -> tuple[list[Hit], Mapping[str, datetime]]:
    """Return the hits that changed last, as many as a feed lists, and the time of each change. What
    `find` returns for a batch is older than what it returned for the ones before, so most feeds
    need only one.
    """
    hits: dict[str, Hit] = {}
    changed: dict[str, datetime] = {}
    for changes in islice(batches, MOST_BATCHES):
        changed = {**changes.all, **changed}
        hits |= {hit.id: hit for hit in find(changes)}
        if len(hits) >= MOST_ENTRIES:
            break
    return _latest(hits.values(), changed), changed


def _latest(hits: Iterable[Hit], changed: Mapping[str, datetime]) -> list[Hit]:
    return sorted(hits, key=lambda hit: changed[hit.id], reverse=True)[:MOST_ENTRIES]

"""The hits of a query whose records changed last, for feeds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from wgcop.search.question.query import Query
from wgcop.search_engines.protocol import Engine, Hit
from wgcop.search_page.feeds import MOST_ENTRIES

MOST_READ = 10_000


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


def _latest(hits: Iterable[Hit], changed: Mapping[str, datetime]) -> list[Hit]:
    return sorted(hits, key=lambda hit: changed[hit.id], reverse=True)[:MOST_ENTRIES]

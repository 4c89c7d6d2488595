"""Feeds of what everybody may read about one thing: what changed lately, as search knows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Response, request
from flask_babel import get_locale

from wgcop import clock
from wgcop.following.searches.changes import RecordChanges, changes_of
from wgcop.following.searches.newest import changes_for, newest, newest_in_batches
from wgcop.search_engines.choice import current_engine
from wgcop.search_engines.protocol import Hit
from wgcop.search_page.addresses import Address, Chosen
from wgcop.search_page.asking import SearchReader, query_of
from wgcop.search_page.feeds import Feed, as_atom
from wgcop.web import site

REACH = timedelta(days=60)
EVERYBODY = frozenset({"public"})
FRESH = 300
"""Seconds for which a shared cache may answer without asking the server."""


@dataclass(frozen=True)
class FeedThing:
    """A thing that has a feed. The feed reports its `records`, and all others that have one of the
    values in `chosen`, as on the search page.
    """

    name: str
    title: str
    page: str
    chosen: Chosen = field(default_factory=dict)
    records: frozenset[str] = frozenset()


def answer_feed(thing: FeedThing) -> Response:
    """Answer with the feed, the same for everybody who reads the language."""
    hits, changed = _latest(thing)
    written = as_atom(
        Feed(
            title=f"WG-COP: {thing.title}",
            name=thing.name,
            root=site(),
            page=thing.page,
            address=request.path,
        ),
        hits,
        updated=changed,
        now=clock.now(),
    )
    answer = Response(written, mimetype="application/atom+xml")
    answer.cache_control.public = True
    answer.cache_control.max_age = FRESH
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def _latest(thing: FeedThing) -> tuple[list[Hit], Mapping[str, datetime]]:
    """Return what changed in the last 60 days, newest first, with the time of each change."""
    reader = SearchReader(EVERYBODY, str(get_locale() or ""))

    def find(changes: RecordChanges) -> Iterator[Hit]:
        changed = changes.all
        for chosen, among in (
            (thing.chosen, frozenset(changed) if thing.chosen else frozenset()),
            ({}, thing.records & changed.keys()),
        ):
            if among:
                address = Address(chosen=chosen)
                query = query_of(address, reader, facets=False, among=frozenset(among))
                yield from newest(current_engine(), query, changed)

    since = clock.now() - REACH
    if not thing.chosen:
        return newest_in_batches([changes_of(thing.records, since)], find)
    query = query_of(Address(chosen=thing.chosen), reader, facets=False)
    changes = changes_for(current_engine(), query, since, always=thing.records)
    return newest_in_batches(changes, find)

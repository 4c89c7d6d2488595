"""The feed of a saved search: its latest results that its owner may read now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from wgcop import clock
from wgcop.following.searches.changes import RecordChanges
from wgcop.following.searches.models import SavedSearch
from wgcop.following.searches.newest import changes_for, newest, newest_in_batches
from wgcop.following.searches.queries import reader_of
from wgcop.search_engines.protocol import Engine, Hit
from wgcop.search_page.asking import query_of

REACH = timedelta(days=60)


def latest(engine: Engine, search: SavedSearch) -> tuple[list[Hit], Mapping[str, datetime]]:
    """Return the newest results of the last 60 days, and the time of each record's last change."""
    since = clock.now() - REACH

    query = query_of(search.address, reader_of(search.person), facets=False)
    if query.says_nothing:
        return [], {}

    def find(changes: RecordChanges) -> list[Hit]:
        among = changes.after(since, search.tell)
        return newest(engine, replace(query, among=among), changes.all) if among else []

    return newest_in_batches(changes_for(engine, query, since), find)

"""The feed of a saved search: its latest results that its owner may read now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from wgcop import clock
from wgcop.following.newest import MOST_READ, newest
from wgcop.following.searches.changes import changes_since
from wgcop.following.searches.models import SavedSearch
from wgcop.following.searches.queries import reader_of
from wgcop.search_engines.protocol import Engine, Hit
from wgcop.search_page.asking import query_of

REACH = timedelta(days=60)


def latest(engine: Engine, search: SavedSearch) -> tuple[list[Hit], Mapping[str, datetime]]:
    """Return the newest results of the last 60 days, and the time of each record's last change."""
    since = clock.now() - REACH
    changes = changes_since(since, most=MOST_READ)
    changed = changes.after(since, search.tell)
    query = query_of(search.address, reader_of(search.person), facets=False, among=changed)
    if not changed or query.says_nothing:
        return [], changes.all
    return newest(engine, query, changes.all), changes.all

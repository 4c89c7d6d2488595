"""The feed of a saved search: its latest results that its owner may read now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from wgcop import clock
from wgcop.following.searches.changes import changes_since
from wgcop.following.searches.models import SavedSearch
from wgcop.following.searches.queries import results_since
from wgcop.search_engines.protocol import Engine, Hit
from wgcop.search_page.feeds import MOST_ENTRIES

REACH = timedelta(days=60)


def latest(engine: Engine, search: SavedSearch) -> tuple[list[Hit], Mapping[str, datetime]]:
    """Return the newest results of the last 60 days, and the time of each record's last change."""
    since = clock.now() - REACH
    changes = changes_since(since)
    results = results_since(engine, search, search.person, changes, since, size=4 * MOST_ENTRIES)
    hits = sorted(results.hits, key=lambda hit: changes.all[hit.id], reverse=True)
    return hits[:MOST_ENTRIES], changes.all

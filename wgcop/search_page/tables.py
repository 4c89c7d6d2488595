"""Search results as a table, one row for each hit."""

from collections.abc import Iterable, Iterator

from wgcop.reading import tables
from wgcop.search_engines.protocol import Hit
from wgcop.search_page.titles import hits_in_words

MOST_ROWS = 500
COLUMNS = (
    "kind", "title", "symbol", "source", "body", "level", "region", "year", "date", "language",
    "state", "place", "address", "found",
)  # fmt: skip


def as_csv(hits: Iterable[Hit], *, root: str) -> str:
    """Write the hits as CSV. `root` is the address of the site, for complete addresses of the hits."""
    return tables.as_csv(COLUMNS, (_row(hit, root) for hit in hits_in_words(hits)))


def _row(hit: Hit, root: str) -> Iterator[str]:
    yield from (hit.kind, hit.title, hit.symbol, hit.source, hit.body, hit.level, hit.region)
    yield str(hit.year or "")
    yield hit.date.date().isoformat() if hit.date else ""
    yield from (hit.language, hit.state, hit.place, root + hit.url)
    yield " ".join(hit.snippet.striptags().split())

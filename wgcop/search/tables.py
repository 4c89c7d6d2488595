"""What was found as a table: one line a hit, safe to open where a cell may be a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from wgcop.search.engine import Hit

MOST_ROWS = 500
COLUMNS = (
    "kind", "title", "symbol", "source", "body", "level", "region", "year", "date", "language",
    "state", "place", "address", "found",
)  # fmt: skip
_BEGIN_FORMULAS = frozenset("=+-@\t\r\n\u2212")


def as_csv(hits: Iterable[Hit], *, root: str) -> str:
    """`root` is the site's address, which makes those of the hits whole."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    table.writerows(map(_guarded, _row(hit, root)) for hit in hits)
    return written.getvalue()


def _row(hit: Hit, root: str) -> Iterator[str]:
    yield from (hit.kind, hit.title, hit.symbol, hit.source, hit.body, hit.level, hit.region)
    yield str(hit.year or "")
    yield hit.date.date().isoformat() if hit.date else ""
    yield from (hit.language, hit.state, hit.place, root + hit.url)
    yield " ".join(hit.snippet.striptags().split())


def _guarded(cell: str) -> str:
    """A spreadsheet takes for a formula what begins so, in full width too; an apostrophe makes it words."""
    plain = unicodedata.normalize("NFKC", cell)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    begins = seen[:1] in _BEGIN_FORMULAS or seen.lstrip()[:1] in _BEGIN_FORMULAS
    return f"'{cell}" if seen and begins else cell

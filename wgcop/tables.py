"""Tables for a spreadsheet: safe to open where a cell may be a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

_BEGIN_FORMULAS = frozenset("=+-@\t\r\n\u2212")


def as_csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(columns)
    table.writerows(map(_guarded, row) for row in rows)
    return written.getvalue()


def _guarded(cell: str) -> str:
    """A spreadsheet takes for a formula what begins so, in full width too; an apostrophe makes it words."""
    plain = unicodedata.normalize("NFKC", cell)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    begins = seen[:1] in _BEGIN_FORMULAS or seen.lstrip()[:1] in _BEGIN_FORMULAS
    return f"'{cell}" if seen and begins else cell

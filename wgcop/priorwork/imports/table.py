"""The table of facts beside a folder: one row to a file, each with its line."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from flask_babel import gettext as _

from wgcop import markup
from wgcop.errors import Invalid

MOST_ROWS = 20_000

COLUMNS = (
    "file",
    "symbol",
    "title",
    "date",
    "language",
    "level",
    "region",
    "kind",
    "subjects",
    "link",
    "body",
    "audience",
    "clauses",
)


@dataclass(frozen=True)
class Row:
    """Cells as they were typed, and in which line."""

    line: int
    cells: Mapping[str, str]

    @property
    def file(self) -> str:
        return plain_path(self.cells.get("file", ""))


def read_sheet(content: bytes) -> list[Row]:
    """Every row with its line; Invalid if it is no table of facts at all."""
    text = _decoded(content)
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _names(cells)
                continue
            rows.append(_row(names, cells, reader.line_num))
            if len(rows) > MOST_ROWS:
                raise Invalid(_("The table has more than 20,000 rows. Import it in parts."))
    except csv.Error as error:
        raise Invalid(
            _(
                "Line %(line)d of the table cannot be read: %(reason)s.",
                line=reader.line_num,
                reason=error,
            )
        ) from error
    if not names:
        raise Invalid(_("The table is empty. Its first line names the columns."))
    return rows


def plain_path(path: str) -> str:
    """As all paths are compared: `reports/2014.pdf`."""
    path = markup.clean(path).strip()
    return "/".join(part for part in path.replace("\\", "/").split("/") if part != ".")


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return markup.clean(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Invalid(_("The table is not UTF-8 text. Save it as CSV UTF-8."))


def _names(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        raise Invalid(
            _(
                "Line 1 of the table: there is no column “%(name)s”. The columns are %(known)s.",
                name=unknown[0],
                known=", ".join(COLUMNS),
            )
        )
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise Invalid(
            _("Line 1 of the table: the column “%(name)s” stands there twice.", name=min(twice))
        )
    if "file" not in names:
        raise Invalid(_("Line 1 of the table: the column “file” is missing."))
    return names


def _row(names: list[str], cells: list[str], line: int) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        raise Invalid(_("Line %(line)d of the table has more cells than columns.", line=line))
    return Row(line, {name: cell for name, cell in zip(names, cells, strict=False) if name})

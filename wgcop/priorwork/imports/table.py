"""Reads the table of facts that comes with a folder of files: one row for each file."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop import markup
from wgcop.errors import Invalid
from wgcop.priorwork.fields import IN_TABLE
from wgcop.reading.tables import CsvRow, CsvTable, decode_csv

MOST_ROWS = 20_000

COLUMNS = ("file", *(field.column or field.name for field in IN_TABLE))


@dataclass(frozen=True)
class FactsRow:
    """The cells as they were typed, with the number of their line."""

    line: int
    cells: Mapping[str, str]

    @property
    def file(self) -> str:
        return plain_path(self.cells.get("file", ""))


def read_facts(content: bytes) -> list[FactsRow]:
    """Return every row of the table. Raise Invalid if this is not a table of facts."""
    table = CsvTable(markup.clean(decode_csv(content, otherwise="cp1252")))
    _check_columns(table.columns)
    rows: list[FactsRow] = []
    for row in table:
        rows.append(_row(row))
        if len(rows) > MOST_ROWS:
            raise Invalid(_("The table has more than 20,000 rows. Import it in parts."))
    return rows


def plain_path(path: str) -> str:
    """Return the form in which paths are compared: `reports/2014.pdf`."""
    path = markup.clean(path).strip()
    return "/".join(part for part in path.replace("\\", "/").split("/") if part != ".")


def _check_columns(names: list[str]) -> None:
    if not names:
        raise Invalid(
            _("The table is empty. Its first line must contain the names of the columns.")
        )
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
            _("Line 1 of the table: the column “%(name)s” is there twice.", name=min(twice))
        )
    if "file" not in names:
        raise Invalid(_("Line 1 of the table: the column “file” is missing."))


def _row(row: CsvRow) -> FactsRow:
    if row.surplus:
        raise Invalid(
            _("Line %(line)d of the table has more cells than columns.", line=row.last_line)
        )
    return FactsRow(row.last_line, row.cells)

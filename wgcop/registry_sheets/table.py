"""A table of the registry as it was uploaded: its columns and the text of its cells, before they
are interpreted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from wgcop.errors import Invalid
from wgcop.fields.cells import several_lines, typed
from wgcop.reading.reasons import Reason
from wgcop.reading.tables import CsvTable, decode_csv
from wgcop.reading.workbooks import MOST_ROWS, WorkbookTable, column_letters
from wgcop.registry_sheets.columns import BY_NAME, IN_PLACE_OF

LARGEST = 16 * 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class TableRow:
    """A row of the table. `number` is the row number that a spreadsheet shows."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be imported, and the reason."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        if not self.column:
            return _("Row %(row)d: %(reason)s", row=self.row, reason=self.reason)
        return _(
            "Row %(row)d, column “%(column)s”: %(reason)s",
            row=self.row,
            column=self.column,
            reason=self.reason,
        )


@dataclass(frozen=True)
class RegistryTable:
    """The uploaded table. `notes` tell the person who uploaded it what to know; `faults` are what
    is wrong with its structure.
    """

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Reason, ...] = ()
    faults: tuple[CellFault, ...] = field(default=())


def is_workbook(content: bytes) -> bool:
    """Return whether the content is a workbook. The name of the file is not trusted."""
    return content.startswith(_WORKBOOKS)


def table_of_csv(content: bytes) -> RegistryTable:
    table = CsvTable(decode_csv(content))
    _check_columns(table.columns)
    rows: list[TableRow] = []
    faults: list[CellFault] = []
    for row in table:
        rows.append(TableRow(row.number, _meant(row.cells)))
        if row.surplus:
            faults.append(_surplus(row.number))
        if len(rows) > MOST_ROWS:
            raise Invalid(
                _("It has more than %(most)s rows. Import it in parts.", most=f"{MOST_ROWS:,}")
            )
    return RegistryTable(_named(table.columns), tuple(rows), faults=tuple(faults))


def table_of_sheet(sheet: WorkbookTable) -> RegistryTable:
    """Make a table from a worksheet. Its first row that is not empty names the columns."""
    header, *rows = sheet.rows or (None,)
    columns = [cell.strip().lower().replace(" ", "_") for cell in header.cells] if header else []
    _check_columns(columns)
    faults = [
        CellFault(fault.row, _called(columns, fault.column), str(fault.reason))
        for fault in sheet.faults
    ]
    faults += [_surplus(row.number) for row in rows if any(row.cells[len(columns) :])]
    return RegistryTable(
        _named(columns),
        tuple(TableRow(row.number, _meant(_by_name(columns, row.cells))) for row in rows),
        sheet.notes,
        tuple(faults),
    )


def _by_name(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return the cells by the name of their column. A spreadsheet omits empty cells at the end of a
    row.
    """
    return {
        name: cells[index] if index < len(cells) else ""
        for index, name in enumerate(columns)
        if name
    }


def _called(columns: Sequence[str], index: int) -> str:
    return (columns[index] if index < len(columns) else "") or column_letters(index)


def _meant(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: several_lines(typed(cell)) for name, cell in cells.items()}


def _named(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, columns))


def _surplus(row: int) -> CellFault:
    return CellFault(row, "", _("it has more cells than there are columns."))


def _check_columns(names: Sequence[str]) -> None:
    for problem in _problems(names):
        raise Invalid(problem)


def _problems(names: Sequence[str]) -> Iterator[str]:
    given = _named(names)
    if not given:
        yield _("The table is empty. Its first row must name the columns.")
    for name in given:
        if name not in BY_NAME:
            yield _(
                "There is no column “%(name)s”. The columns are %(known)s.",
                name=name[:80],
                known=", ".join(BY_NAME),
            )
        if given.count(name) > 1:
            yield _("The column “%(name)s” is there twice.", name=name)
    for one, others in IN_PLACE_OF.items():
        if one in given and (both := set(others) & set(given)):
            yield _(
                "The columns “%(one)s” and “%(other)s” mean the same. Leave one of them out.",
                one=one,
                other=min(both),
            )
    if not {"id", "name"} & set(given):
        yield _("The column “id” is missing. Without it nobody knows which entry a row is about.")

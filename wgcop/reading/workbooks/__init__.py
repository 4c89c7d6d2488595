"""Reading of the table in an Excel workbook, with cells as they are displayed: calamine reads them,
after a check of the parts.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from wgcop.reading.reasons import Reason
from wgcop.reading.workbooks.cells import MOST_ROWS
from wgcop.reading.workbooks.package import WorkbookPackage, damaged
from wgcop.reading.workbooks.result import Fault, SheetRow, WorkbookTable, column_letters

__all__ = ["MOST_ROWS", "Fault", "SheetRow", "WorkbookTable", "column_letters", "read_workbook"]


def read_workbook(data: bytes, name: str) -> WorkbookTable:
    """Read the sheet called “registry”, or else the first that is not hidden. Raise `Unreadable` if
    the file is not a workbook, or is a hostile one.
    """
    package = WorkbookPackage(data)
    checked = package.check_sheet()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            rows = workbook.get_sheet_by_index(package.index).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise damaged() from error
    return WorkbookTable(
        rows=tuple(_rows(rows)),
        faults=tuple(checked.faults),
        notes=(*package.notes(), *checked.notes()),
    )


def _rows(rows: Iterable[Iterable[Any]]) -> Iterator[SheetRow]:
    for number, row in enumerate(rows, start=1):
        cells = [_printed(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield SheetRow(number, tuple(cells))


def _printed(value: Any) -> str:
    """Return a cell as text: a number as Excel prints it without a format, a date as in ISO 8601."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            # Excel shows 15 digits of a number.
            return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case datetime():
            is_day = value.time() == time()
            return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def sheet_fields(sheet: WorkbookTable) -> dict[str, Any]:
    """Return the table for the answer of the sandbox."""
    return {
        "rows": [[row.number, row.cells] for row in sheet.rows],
        "faults": [[fault.row, fault.column, fault.reason.as_list()] for fault in sheet.faults],
        "notes": [note.as_list() for note in sheet.notes],
    }


def sheet_of(fields: dict[str, Any]) -> WorkbookTable:
    return WorkbookTable(
        rows=tuple(SheetRow(number, tuple(cells)) for number, cells in fields["rows"]),
        faults=tuple(
            Fault(row, column, Reason.from_list(reason)) for row, column, reason in fields["faults"]
        ),
        notes=tuple(Reason.from_list(note) for note in fields["notes"]),
    )

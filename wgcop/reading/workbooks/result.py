"""The table of a workbook: its rows as displayed, and the cells that cannot be used."""

from dataclasses import dataclass

from wgcop.reading.reasons import Reason


@dataclass(frozen=True)
class SheetRow:
    """A row of the table. `number` is the one that the spreadsheet shows. Empty cells at the end
    are left out.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be used. `row` is the number that the spreadsheet shows; `column` counts
    from 0.
    """

    row: int
    column: int
    reason: Reason


@dataclass(frozen=True)
class WorkbookTable:
    """The table of a workbook. Empty rows are left out. `notes` are for the person who uploaded the
    file.
    """

    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Reason, ...] = ()


def column_letters(column: int) -> str:
    """Return the letters of a column that counts from 0, as a spreadsheet shows them: `A`, `AB`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

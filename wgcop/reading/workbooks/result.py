"""The table of a workbook: its rows as they are printed, and what in it cannot be taken."""

from dataclasses import dataclass

from wgcop.reading.reasons import Reason


@dataclass(frozen=True)
class SheetRow:
    """`number` is the one that the spreadsheet shows. Cells at the end that are empty are left out."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken; `column` counts from 0."""

    row: int
    column: int
    reason: Reason


@dataclass(frozen=True)
class WorkbookTable:
    """Rows without any word are left out. `notes` are what whoever brought the file should know."""

    rows: tuple[SheetRow, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Reason, ...] = ()


def column_letters(column: int) -> str:
    """As a spreadsheet calls the column that counts from 0: `A`, `AB`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

"""Writes tables as a workbook. Every cell is text, and none is ever run as a formula."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook

from wgcop.fields.cells import kept_as_text
from wgcop.markup import clean
from wgcop.reading.tables import begins_formula, guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet of rows below a head. `widths` are those of its columns, in letters; `frozen` says how
    many of them stay in view.
    """

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    widths: Sequence[int] = field(default_factory=tuple)
    frozen: int = 1


def as_workbook(sheets: Iterable[WorkbookSheet], *, is_rtl: bool = False) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        look = {"num_format": "@", "text_wrap": True, "valign": "top"}
        words, sign = workbook.add_format(look), workbook.add_format({**look, "quote_prefix": True})
        head = workbook.add_format({**look, "bold": True, "bottom": 1})
        for each in sheets:
            sheet = workbook.add_worksheet(sheet_name(each.name))
            for index, width in enumerate(each.widths):
                sheet.set_column(index, index, width, words)
            for index, name in enumerate(each.head):
                sheet.write_string(0, index, name, head)
            for number, row in enumerate(each.rows, start=1):
                for index, cell in enumerate(row):
                    if cell:
                        look_of_cell = sign if begins_formula(cell) else words
                        sheet.write_string(number, index, text_cell(cell), look_of_cell)
            sheet.freeze_panes(1, each.frozen)
            if is_rtl:
                sheet.right_to_left()
    return out.getvalue()


def text_cell(cell: str) -> str:
    """Return the text for a cell of a workbook. Text cells are never run as formulas; only a
    leading apostrophe needs another one before it.
    """
    kept = kept_as_text(guarded(cell)) if cell.startswith("'") else cell
    return clean(kept)[:LONGEST_CELL]


def sheet_name(name: str) -> str:
    """Return the name of a sheet without the signs that spreadsheets refuse."""
    return _NOT_IN_NAMES.sub(" ", name).strip()[:_LONGEST_NAME]

"""Write the registry as CSV and as XLSX, so that no spreadsheet runs or alters the content of a
cell.
"""

import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

from wgcop.fields.cells import kept_as_text
from wgcop.fields.columns import Column
from wgcop.fields.workbooks import text_cell
from wgcop.i18n import is_rtl
from wgcop.initiatives.models import Initiative
from wgcop.reading.tables import as_csv, begins_formula
from wgcop.registry_sheets.columns import COLUMNS

_SHEET = "Registry"
_MARK = "\ufeff"
"""The byte order mark. Excel recognizes a CSV file in UTF-8 by it."""


def as_csv_file(initiatives: Iterable[Initiative], columns: Sequence[Column] = COLUMNS) -> bytes:
    rows = ([_as_text(column, one) for column in columns] for one in initiatives)
    return (_MARK + as_csv([column.name for column in columns], rows)).encode()


def _as_text(column: Column, initiative: Initiative) -> str:
    cell = column.write(initiative)
    return cell if column.is_date else kept_as_text(cell)


def as_xlsx_file(initiatives: Iterable[Initiative], columns: Sequence[Column] = COLUMNS) -> bytes:
    """Return the entries as XLSX. Every cell is text, and the spreadsheet offers the choices of a
    column that has some.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(_SHEET)
        words = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sign = workbook.add_format(
            {"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True}
        )
        head = workbook.add_format({"bold": True, "num_format": "@", "bottom": 1})
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, words)
            sheet.write_string(0, index, column.name, head)
        last = 0
        for last, initiative in enumerate(initiatives, start=1):
            for index, column in enumerate(columns):
                cell = column.write(initiative)
                if cell:
                    look = sign if begins_formula(cell) else words
                    sheet.write_string(last, index, text_cell(cell), look)
        for index, column in enumerate(columns):
            if column.choices and last:
                sheet.data_validation(
                    *(1, index, last, index),
                    {"validate": "list", "source": list(column.choices), "ignore_blank": True},
                )
        sheet.freeze_panes(1, 2)
        if is_rtl():
            sheet.right_to_left()
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    return out.getvalue()

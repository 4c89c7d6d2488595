"""Writes the grid of positions as CSV and as XLSX. No cell is ever run as a formula."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from xlsxwriter import Workbook

from wgcop.accounts.roles import CATEGORY_NAMES
from wgcop.bodies.levels import REGION_NAMES
from wgcop.positions.grid import Grid, GridCell
from wgcop.positions.stances import stance_name
from wgcop.reading.tables import as_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MARK = "\ufeff"
"""The byte order mark. Excel recognizes a CSV file in UTF-8 by it."""


def as_csv_file(grid: Grid) -> bytes:
    return (_MARK + as_csv(_head(grid), _rows(grid))).encode()


def as_xlsx_file(grid: Grid) -> bytes:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(_("Positions")[:31])
        words = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet.set_column(0, 2, 20, words)
        sheet.set_column(3, 3 + len(grid.clauses), 24, words)
        _write(sheet, 0, _head(grid), head)
        for number, row in enumerate(_rows(grid), start=1):
            _write(sheet, number, row, words)
        sheet.freeze_panes(1, 1)
        if get_locale().text_direction == "rtl":
            sheet.right_to_left()
    return out.getvalue()


def _write(sheet: Any, row: int, cells: Iterable[str], look: object) -> None:
    for column, cell in enumerate(cells):
        if cell:
            sheet.write_string(row, column, cell, look)


def _head(grid: Grid) -> list[str]:
    return [
        _("Delegation"),
        _("Category"),
        _("Region"),
        *(clause.citation for clause in grid.clauses),
    ]


def _rows(grid: Grid) -> Iterator[list[str]]:
    for row in grid.rows:
        region = row.delegation.region
        yield [
            row.delegation.name,
            str(CATEGORY_NAMES[row.delegation.category]),
            str(REGION_NAMES[region]) if region else "",
            *(_in_words(row.cell(clause)) for clause in grid.clauses),
        ]


def _in_words(cell: GridCell) -> str:
    position = cell.shown
    if position is None or position.stance is None:
        return ""
    name = stance_name(position.stance)
    if cell.is_of_earlier_wording and position.reason:
        return _(
            "%(position)s (on an earlier wording): %(reason)s",
            position=name,
            reason=position.reason,
        )
    if cell.is_of_earlier_wording:
        return _("%(position)s (on an earlier wording)", position=name)
    if position.reason:
        return _("%(position)s: %(reason)s", position=name, reason=position.reason)
    return name

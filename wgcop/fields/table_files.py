"""Writes a table as CSV and as XLSX, with a cover that says what it holds. No cell is ever run as a formula."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext as _

from wgcop import clock
from wgcop.fields.workbooks import XLSX, WorkbookSheet, as_workbook
from wgcop.i18n import is_rtl, moment
from wgcop.reading.tables import as_csv
from wgcop.web.downloads import name_download

_MARK = "\ufeff"
"""The byte order mark. Excel recognizes a CSV file in UTF-8 by it."""


@dataclass(frozen=True)
class TableFile:
    """A table as a file. `name` is that of its sheet, and `widths` are in characters."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]

    @property
    def as_csv(self) -> bytes:
        return (_MARK + as_csv(self.head, self.rows)).encode()

    def as_xlsx(self, cover: Sequence[tuple[str, str]], *, title: str) -> bytes:
        """Return the workbook. The cover says what it holds: label and words, line by line."""
        lines = [line for line in cover if line[1]]
        first = WorkbookSheet(_("Cover"), [title, ""], lines, [24, 80])
        sheet = WorkbookSheet(self.name, self.head, self.rows, self.widths)
        return as_workbook([first, sheet], is_rtl=is_rtl())


def cover_of(address: str, *, narrowed: str, readers: str) -> list[tuple[str, str]]:
    return [
        (_("Permanent link"), address),
        (_("Made at"), moment(clock.now())),
        (_("Narrowed to"), narrowed),
        (_("Readers"), readers),
    ]


def csv_answer(file: TableFile, name: str) -> Response:
    return _answer(file.as_csv, "text/csv", f"{name}.csv")


def xlsx_answer(
    file: TableFile, name: str, cover: Sequence[tuple[str, str]], *, title: str
) -> Response:
    return _answer(file.as_xlsx(cover, title=title), XLSX, f"{name}.xlsx")


def _answer(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    name_download(answer, name)
    return answer

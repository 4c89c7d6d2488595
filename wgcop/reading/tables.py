"""Tables as CSV: written so that they are safe to open, and read in any form that a spreadsheet
saves.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.errors import Invalid

_BEGIN_FORMULAS = frozenset("=+-@\t\r\n\u2212")
_DELIMITERS = ",;\t"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class CsvRow:
    """One row with the lines of the file that it occupies; a cell in quotation marks may run over
    several lines.

    `number` is the one that a spreadsheet shows beside it.
    """

    number: int
    first_line: int
    last_line: int
    cells: Mapping[str, str]
    surplus: tuple[str, ...]
    """The words beyond the last column."""


class CsvTable:
    """A table as CSV. The first row that is not empty names the columns; the others are read one by
    one.

    Names are compared in lower case, with `_` for a space. A column without a name is left out.
    """

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff")
        first_line = next((line for line in text.splitlines() if line.strip()), "")
        self._reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=max(_DELIMITERS, key=first_line.count),
            strict=True,
        )
        self._filled_rows = self._read()
        _number, _first, _last, header = next(self._filled_rows, (0, 0, 0, []))
        self.columns = [cell.strip().lower().replace(" ", "_") for cell in header]

    def __iter__(self) -> Iterator[CsvRow]:
        width = len(self.columns)
        for number, first_line, last_line, typed in self._filled_rows:
            cells = zip(self.columns, typed, strict=False)
            yield CsvRow(
                number,
                first_line,
                last_line,
                {name: cell for name, cell in cells if name},
                tuple(cell for cell in typed[width:] if cell.strip()),
            )

    def _read(self) -> Iterator[tuple[int, int, int, list[str]]]:
        last_line = 0
        try:
            for number, cells in enumerate(self._reader, start=1):
                first_line, last_line = last_line + 1, self._reader.line_num
                if any(cell.strip() for cell in cells):
                    yield number, first_line, last_line, cells
        except csv.Error as error:
            raise Invalid(
                _(
                    "Line %(line)d of the table cannot be read. Check its quotation marks: each one that "
                    "opens a cell must close it.",
                    line=self._reader.line_num,
                )
            ) from error


def decode_csv(content: bytes, *, otherwise: str | None = None) -> str:
    """Decode an uploaded table, judging by its content and not by the name of the file.

    It must be UTF-8, or else in the encoding that `otherwise` names.
    """
    if content.startswith(_WORKBOOKS):
        raise Invalid(_("This is a workbook. Save it as “CSV UTF-8” and choose that file."))
    if content.startswith(_UTF_16):
        raise Invalid(_("This file is in UTF-16. Save it as “CSV UTF-8” and choose that file."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        with suppress(UnicodeDecodeError):
            if otherwise:
                return content.decode(otherwise)
        raise Invalid(
            _(
                "Line %(line)d has characters that are not UTF-8. Save the list as “CSV UTF-8” and "
                "choose that file.",
                line=content.count(b"\n", 0, error.start) + 1,
            )
        ) from error


def as_csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(columns)
    table.writerows(map(guarded, row) for row in rows)
    return out.getvalue()


def guarded(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula, and before such an
    apostrophe.
    """
    return f"'{cell}" if begins_formula(cell.lstrip("'")) else cell


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    return cell[1:] if cell.startswith("'") and begins_formula(cell.lstrip("'")) else cell


def begins_formula(cell: str) -> bool:
    """Return whether a spreadsheet might take the cell for a formula, even one in full-width
    characters or after invisible ones.
    """
    plain = unicodedata.normalize("NFKC", cell)
    visible = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    begins = visible[:1] in _BEGIN_FORMULAS or visible.lstrip()[:1] in _BEGIN_FORMULAS
    return bool(visible) and begins

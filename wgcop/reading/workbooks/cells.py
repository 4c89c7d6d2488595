"""A check of the cells of a sheet before they are read, for formulas, errors, merged and hidden
cells, and too many rows.
"""

import re
from collections.abc import Iterator

from wgcop.reading.reasons import Reason
from wgcop.reading.result import Unreadable
from wgcop.reading.workbooks.result import Fault

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_FAULTS = 100
"""The largest number of faults listed. More would not help."""

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class CheckedSheet:
    """The results of the check of a sheet."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.hidden_rows = 0
        self.has_hidden_columns = False

    def notes(self) -> Iterator[Reason]:
        if self.hidden_rows:
            yield Reason(
                "Rows that are hidden were read as well: %(count)d.", count=self.hidden_rows
            )
        if self.has_hidden_columns:
            yield Reason("Columns that are hidden were read as well.")


class SheetChecker:
    """Receives the elements of a sheet in the order of the file, and records faults and hidden
    cells.
    """

    def __init__(self) -> None:
        self.checked = CheckedSheet()
        self._row = self._column = 0
        self._row_is_hidden = False
        self._row_is_filled = False
        self._hidden_columns: list[tuple[int, int]] = []
        self._last_column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(" ")[2]:
            case "c":
                self._start_cell(attributes)
            case "v" | "is" | "t":
                self._fill()
            case "f":
                self._fill()
                self._fault(Reason("The cell holds a formula. Type the value instead."))
            case "row":
                self._row = int(attributes.get("r", self._row + 1))
                self._column = 0
                self._row_is_filled = False
                self._row_is_hidden = attributes.get("hidden") in ("1", "true")
            case "mergeCell":
                self._merged(attributes.get("ref", ""))
            case "col" if attributes.get("hidden") in ("1", "true"):
                self._hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def end(self, tag: str) -> None:
        if tag.endswith(" sheetData"):
            self.checked.has_hidden_columns = any(
                first <= self._last_column for first, _last in self._hidden_columns
            )

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _PLACE.fullmatch(attributes.get("r", ""))
        if place:
            self._column, self._row = _number_of(place[1]), int(place[2])
        else:
            self._column += 1
        if attributes.get("t") == "e":
            self._fault(Reason("The cell holds a spreadsheet error. Type the value instead."))

    def _fill(self) -> None:
        """Record that a cell is filled. Refuse a table that is too large at once, before it is read
        to the end.
        """
        if self._row > MOST_ROWS + 1:  # the first names the columns
            raise Unreadable(
                Reason("It has more than %(most)s rows. Import it in parts.", most=f"{MOST_ROWS:,}")
            )
        if self._column > MOST_COLUMNS:
            raise Unreadable(Reason("It has more than %(most)d columns.", most=MOST_COLUMNS))
        self._last_column = max(self._last_column, self._column)
        if self._row_is_hidden and not self._row_is_filled:
            self.checked.hidden_rows += 1
        self._row_is_filled = True

    def _merged(self, cells: str) -> None:
        if place := _PLACE.match(cells):
            self._row, self._column = int(place[2]), _number_of(place[1])
            self._fault(Reason("The cells %(cells)s are merged. Separate them.", cells=cells[:20]))

    def _fault(self, reason: Reason) -> None:
        if len(self.checked.faults) < MOST_FAULTS:
            self.checked.faults.append(Fault(self._row, self._column - 1, reason))


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

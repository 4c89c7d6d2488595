"""Write single facts into cells of a sheet, and read them from there."""

import enum
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask_babel import gettext as _

from wgcop import dates, markup
from wgcop.reading.tables import begins_formula, unguarded

E = TypeVar("E", bound=enum.StrEnum)

_NOTED_DATE = re.compile(r"([^()]*?)\s*(?:\((.*)\))?", re.DOTALL)
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?")
_MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sept sep oct nov dec"
)
_NO_TEXT = re.compile(
    rf"true|false|(?:{_MONTHS.replace(' ', '|')}|[0-9\s.,:/%$€£+-]|e|am|pm|st|nd|rd|th)++",
    re.IGNORECASE,
)
"""Text that a spreadsheet takes for a number, a date, a time or a truth value."""
_PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]*[1-9])?")


class UnreadableCell(ValueError):
    """A cell does not hold the expected kind of fact; the message says what was expected."""


def may_be_altered(cell: str) -> bool:
    """Return whether a spreadsheet that opens a CSV file may alter this text: `0049`, `1.50`,
    `1/2`, `May 2010`.
    """
    return bool(_NO_TEXT.fullmatch(cell)) and not _PLAIN_NUMBER.fullmatch(cell)


def kept_as_text(cell: str) -> str:
    """Put an apostrophe before text that a spreadsheet may alter, and before such an apostrophe.
    `guarded` handles formulas.
    """
    words = cell.lstrip("'")
    return f"'{cell}" if may_be_altered(words) and not begins_formula(words) else cell


def typed(cell: str) -> str:
    """Return the intended text, without the apostrophe that protects it from a spreadsheet."""
    cell = markup.clean(cell)
    is_kept = cell.startswith("'") and may_be_altered(cell.lstrip("'"))
    return cell[1:] if is_kept else unguarded(cell)


def one_line(text: str) -> str:
    return " ".join(markup.clean(text).split())


def several_lines(text: str) -> str:
    return markup.clean(text).strip()


def lines(text: str) -> tuple[str, ...]:
    """Split a cell into its lines, or a single line at its semicolons. Repetitions are dropped."""
    text = several_lines(text)
    parts = text.split("\n") if "\n" in text else text.split(";")
    return tuple(dict.fromkeys(filter(None, map(one_line, parts))))


def words_of(text: str) -> list[str]:
    parts = re.split(r"[;\n]", markup.clean(text))
    return [*dict.fromkeys(filter(None, map(one_line, parts)))]


def choice(
    kind: type[E], names: Mapping[E, Any], *, also: Mapping[str, E] | None = None
) -> Callable[[str], E]:
    """Return a function that reads one choice, written as its value or its name."""
    by_word = {
        **{each.value.casefold(): each for each in kind},
        **(also or {}),
    }

    def read(word: str) -> E:
        folded = one_line(word).casefold()
        found = by_word.get(folded) or by_word.get(folded.replace(" ", "-"))
        found = found or next(
            (k for k, name in names.items() if str(name).casefold() == folded), None
        )
        if found is None:
            raise UnreadableCell(
                _("“%(word)s” is not one of: %(known)s.", word=word[:80], known=", ".join(kind))
            )
        return found

    return read


def date_with_note(cell: str) -> tuple[str, str]:
    """Split `2004 (from memory)` into `2004` and `from memory`. Raise UnreadableCell if the first
    part is not a date.
    """
    match = _NOTED_DATE.fullmatch(one_line(cell))
    day, note = (match[1], match[2] or "") if match else (cell, "")
    if at_midnight := _MIDNIGHT.fullmatch(day):
        day = at_midnight[1]
    if day and not dates.is_partial_date(day):
        raise UnreadableCell(
            _(
                "“%(word)s” is not a date. Write a year, a month or a day: 2009, 2008-11 or "
                "2007-05-17.",
                word=day[:80],
            )
        )
    return day, note


def print_date(day: str, note: str) -> str:
    return " ".join(filter(None, (day, f"({note})" if note else "")))


def joined(values: Iterable[Any]) -> str:
    return "; ".join(str(value) for value in values)


def refuse_long(text: str, longest: int) -> None:
    if len(text) > longest:
        raise UnreadableCell(
            _(
                "It has %(count)d characters. Use at most %(longest)d.",
                count=len(text),
                longest=longest,
            )
        )

"""The kinds of values that a field can hold: how they are stored, named, compared and written into
a cell (pure).

The form controls for them are in `controls`, which needs the form library.
"""

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import gettext as _

from wgcop.fields import cells
from wgcop.fields.cells import UnreadableCell
from wgcop.i18n import day, in_hours
from wgcop.languages import LANGUAGE_NAMES

MOST_LINES = 40
Checker = Callable[[str], LazyString | None]
"""A function that returns what is wrong with a text, or None."""


class FieldKind:
    """A kind of value. `shape` tells a page how to show it. If it `has_words`, it is free text, and
    its column is marked as such, so that it can be redacted.
    """

    shape: ClassVar[str] = "words"
    has_words: ClassVar[bool] = False
    width: ClassVar[int] = 16
    empty: Any = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the only values that a cell accepts; empty if there is no such limit."""
        return ()

    @property
    def is_list(self) -> bool:
        return self.empty == ()

    def typed(self, data: Any) -> Any:
        """Return the value of the data of a validated form."""
        return data or self.empty

    def tidy(self, value: Any) -> Any:
        """Return the value as it is stored, for instance without stray spaces."""
        return value

    def given(self, value: Any) -> Any:
        """Return the data that a form is filled in with."""
        return list(value) if self.is_list else value or ""

    def kept(self, value: Any) -> Any:
        """Return the value as JSON: a string for a single value, a list for several."""
        return [str(each) for each in value] if self.is_list else str(value or "")

    def read(self, kept: Any, known: Mapping[str, Any]) -> Any:
        """Restore a value from the result of `kept`, without choices and things that are gone.
        `known` are things by key.
        """
        return tuple(kept) if self.is_list else kept

    def words(self, kept: Any, called: Mapping[str, str]) -> list[str]:
        """Return a stored value as people read it. `called` maps the keys of things to their names."""
        return [self.word(each, called) for each in (kept if self.is_list else [kept]) if each]

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return kept

    def compared(self, value: Any) -> Any:
        """Return a form of the value that is equal for equivalent values."""
        return tuple(value) if self.is_list else value

    def cell(self, value: Any) -> str:
        return str(value or "")

    def read_cell(self, cell: str, known: Any) -> Any:
        """Read a cell. `known` are the things that cells may name. Raise UnreadableCell if the cell
        holds no such value.
        """
        return cells.one_line(cell)


@dataclass(frozen=True)
class TextLine(FieldKind):
    longest: int
    check: Checker | None = None
    shape = "name"
    has_words = True
    width = 24

    def tidy(self, value: str) -> str:
        return cells.one_line(value)

    def compared(self, value: str | None) -> str:
        """Return the text as a form of one line sends it: older rows may have other white space."""
        return " ".join((value or "").split())

    def read_cell(self, cell: str, known: Any) -> str:
        text = self.tidy(cell)
        if text:
            _refuse(text, self.check)
        cells.refuse_long(text, self.longest)
        return text


@dataclass(frozen=True)
class Identifier(TextLine):
    """A name without words of anybody, such as the number of a document."""

    has_words = False


@dataclass(frozen=True)
class WebAddress(TextLine):
    """The address of a page on the web."""

    shape = "link"


@dataclass(frozen=True)
class LongText(TextLine):
    """Text of several lines."""

    def tidy(self, value: str) -> str:
        return cells.several_lines(value)

    def compared(self, value: str | None) -> str:
        return value or ""


@dataclass(frozen=True)
class MarkedUpText(LongText):
    """Text with the marks of papers, such as *emphasis*, which may cite documents."""

    shape = "prose"


@dataclass(frozen=True)
class LineList(FieldKind):
    """A list, typed one item to a line. `longest` is the greatest length of a line."""

    longest: int
    check: Checker | None = None
    shape = "lines"
    has_words = True
    width = 30
    empty = ()

    def cell(self, value: Iterable[str]) -> str:
        return "\n".join(value)

    def read_cell(self, cell: str, known: Any) -> tuple[str, ...]:
        found = cells.lines(cell)
        if len(found) > MOST_LINES:
            raise UnreadableCell(_("Enter at most %(count)d lines.", count=MOST_LINES))
        for line in found:
            cells.refuse_long(line, self.longest)
            _refuse(line, self.check)
        return found

    def typed(self, data: Any) -> tuple[str, ...]:
        return tuple(data or ())


@dataclass(frozen=True)
class LinkList(LineList):
    shape = "links"


@dataclass(frozen=True)
class PartialDate(FieldKind):
    """A date as far as it is known: a year, a month or a day."""

    shape = "day"


class Exact(FieldKind):
    """A value with a Python type of its own, or None."""

    empty = None

    def given(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Duration(Exact):
    """A duration with a limit in minutes. Zero is a valid duration, but pages do not name it."""

    longest: int

    def typed(self, data: int | None) -> int | None:
        return data

    def kept(self, value: int | None) -> int | None:
        return value

    def words(self, kept: int | None, called: Mapping[str, str]) -> list[str]:
        return [in_hours(kept)] if kept else []


class Day(Exact):
    """One of the days that the form offers."""

    shape = "day"

    def read(self, kept: Any, known: Mapping[str, Any]) -> date | None:
        return date.fromisoformat(kept) if kept else None

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return day(date.fromisoformat(kept))


class TypedDay(Day):
    """Any day."""


class TimeOfDay(Exact):
    def read(self, kept: Any, known: Mapping[str, Any]) -> time | None:
        return time.fromisoformat(kept) if kept else None

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return f"{time.fromisoformat(kept):%H:%M}"


class Count(Exact):
    """A number that nobody types: the workspace has counted."""

    shape = "count"


class Flag(FieldKind):
    """Yes or no. It has no words of its own: each page says what a yes means there."""

    empty = False

    def given(self, value: bool) -> bool:
        return value

    def kept(self, value: bool) -> bool:
        return value

    def words(self, kept: bool, called: Mapping[str, str]) -> list[str]:
        return []


class Language(FieldKind):
    """The language of a text, by its tag."""

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return LANGUAGE_NAMES.get(kept, kept)


@dataclass(frozen=True)
class OneOf(FieldKind):
    """One of a few choices. `none` is the label for choosing nothing; if it is None, one of the
    choices must be selected.

    `also` are further words that a cell may use.
    """

    values: type[enum.StrEnum]
    names: Mapping[Any, Any]
    none: LazyString | None = None
    is_open: bool = False
    """Whether all choices are visible at once."""
    also: Mapping[str, Any] | None = None
    empty = None

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.values)

    def typed(self, data: Any) -> enum.StrEnum | None:
        return self.values(data) if data else None

    def read(self, kept: Any, known: Mapping[str, Any]) -> enum.StrEnum | None:
        return self.values(kept) if kept in self.choices else None

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return _name(kept, self.names)

    def read_cell(self, cell: str, known: Any) -> enum.StrEnum | None:
        word = cells.one_line(cell)
        return cells.choice(self.values, self.names, also=self.also)(word) if word else None


@dataclass(frozen=True)
class SeveralOf(FieldKind):
    """Several of a few choices, in the order in which these are defined."""

    values: type[enum.StrEnum]
    names: Mapping[Any, Any]
    also: Mapping[str, Any] | None = None
    shape = "several"
    width = 24
    empty = ()

    def typed(self, data: Any) -> tuple[enum.StrEnum, ...]:
        return tuple(self.values(each) for each in data or ())

    def read(self, kept: Any, known: Mapping[str, Any]) -> tuple[enum.StrEnum, ...]:
        return tuple(self.values(each) for each in kept if each in list(self.values))

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return _name(kept, self.names)

    def compared(self, value: Any) -> set[Any]:
        return set(value)

    def cell(self, value: Any) -> str:
        return cells.joined(value)

    def read_cell(self, cell: str, known: Any) -> tuple[enum.StrEnum, ...]:
        read = cells.choice(self.values, self.names, also=self.also)
        found = {read(word) for word in cells.words_of(cell)}
        return tuple(value for value in self.values if value in found)


@dataclass(frozen=True)
class Code(FieldKind):
    """One code from a long list. `code_of` reads a cell, and raises an error that names the column."""

    name_of: Callable[[str], str]
    code_of: Callable[[str], str]

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return self.name_of(kept)

    def read_cell(self, cell: str, known: Any) -> str:
        return self.code_of(cell)


@dataclass(frozen=True)
class Codes(FieldKind):
    """Several codes from a long list. `code_of` reads a word of a cell, and raises UnreadableCell."""

    name_of: Callable[[str], str]
    code_of: Callable[[str], str]
    shape = "several"
    width = 24
    empty = ()

    def typed(self, data: Any) -> tuple[str, ...]:
        return tuple(sorted(data or ()))

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return self.name_of(kept)

    def compared(self, value: Any) -> set[str]:
        return set(value)

    def cell(self, value: Any) -> str:
        return cells.joined(value)

    def read_cell(self, cell: str, known: Any) -> tuple[str, ...]:
        return tuple(sorted({self.code_of(word) for word in cells.words_of(cell)}))


@dataclass(frozen=True)
class OneThing(Exact):
    """A row of another table. A form sends its id; it is stored, and written into cells, by its key."""

    key_of: Callable[[Any], str]
    shape = "thing"

    def given(self, value: Any) -> int:
        return int(value.id)

    def kept(self, value: Any) -> str:
        return self.key_of(value)

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return called.get(kept, kept)


@dataclass(frozen=True)
class Things(FieldKind):
    """Rows of another table. A form sends their ids; they are stored, and written into cells, by
    their keys.
    """

    key_of: Callable[[Any], str]
    shape = "things"
    width = 30
    empty = ()

    def given(self, value: Any) -> list[int]:
        return [each.id for each in value]

    def kept(self, value: Any) -> list[str]:
        return sorted(map(self.key_of, value))

    def read(self, kept: Any, known: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(known[key] for key in kept if key in known)

    def word(self, kept: str, called: Mapping[str, str]) -> str:
        return called.get(kept, kept)

    def compared(self, value: Any) -> set[str]:
        return set(map(self.key_of, value))

    def cell(self, value: Any) -> str:
        return cells.joined(self.kept(value))


@dataclass(frozen=True)
class ThingsInSheet(Things):
    """Rows of another table that a cell names by their keys."""

    known_by: Callable[[Any], Mapping[str, Any]]
    """Select the things of this kind, by key, from all those that cells may name."""
    unknown: Callable[[str], str]
    """Return the error message for a key that does not exist."""

    def read_cell(self, cell: str, known: Any) -> tuple[Any, ...]:
        keys, things = cells.words_of(cell), self.known_by(known)
        for key in keys:
            if key not in things:
                raise UnreadableCell(self.unknown(key))
        return tuple(things[key] for key in keys)


def _name(kept: str, names: Mapping[Any, Any]) -> str:
    """Return the name of a choice; if the choice no longer exists, the stored value itself."""
    return {str(key): str(name) for key, name in names.items()}.get(kept, kept)


def _refuse(text: str, check: Checker | None) -> None:
    if check and (words := check(text)):
        raise UnreadableCell(str(words))

"""The column of a field in a sheet: how it is written and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _

from wgcop.fields import cells
from wgcop.fields.cells import UnreadableCell
from wgcop.fields.field import Field
from wgcop.fields.kinds import OneOf, PartialDate


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    `read` takes a cell and the things that cells may name, and returns fields with their values, or
    raises UnreadableCell. `choices` are the only values that the column accepts, if not empty. A
    spreadsheet may turn a cell into a date if `is_date`.
    """

    name: str
    meaning: LazyString
    write: Callable[[Any], str]
    read: Callable[[str, Any], Mapping[str, Any]]
    choices: tuple[str, ...] = ()
    width: int = 16
    is_date: bool = False


def column_of(field: Field, remark: Field | None = None) -> Column:
    """Return the column of a field. The remark on a date is written in brackets in its cell."""

    def write(thing: Any) -> str:
        if remark:
            return cells.print_date(getattr(thing, field.name), getattr(thing, remark.name))
        return field.kind.cell(getattr(thing, field.name))

    def read(cell: str, known: Any) -> Mapping[str, Any]:
        if remark:
            day, words = cells.date_with_note(cell)
            return {field.name: day, remark.name: remark.kind.read_cell(words, known)}
        value = field.kind.read_cell(cell, known)
        if not (value or _may_be_empty(field)):
            raise UnreadableCell(_("This cell must not be empty."))
        return {field.name: value}

    return Column(
        field.column or field.name,
        field.meaning or field.help or field.label,
        write,
        read,
        field.kind.choices,
        field.width or field.kind.width,
        isinstance(field.kind, PartialDate),
    )


def _may_be_empty(field: Field) -> bool:
    is_always_chosen = isinstance(field.kind, OneOf) and field.kind.none is None
    return not (field.is_required or is_always_chosen)

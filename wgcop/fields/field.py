"""A field of a thing that people fill in: everything that is said about it, once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from flask_babel import LazyString

from wgcop.fields.kinds import FieldKind


@dataclass(frozen=True)
class Needed:
    """Why a field must not be empty. `words` are the refusal; `in_sheet` is that of a sheet, if it differs.

    With `where` it is needed only while another field has this value. A value in one of the fields
    `instead` will do.
    """

    words: LazyString
    where: tuple[str, Any] | None = None
    instead: tuple[str, ...] = ()
    in_sheet: LazyString | None = None

    def is_missing(self, name: str, value_of: Callable[[str], Any]) -> bool:
        """Return whether it is missing. `value_of` returns what is entered in a field."""
        applies = self.where is None or value_of(self.where[0]) == self.where[1]
        return applies and not any(value_of(each) for each in (name, *self.instead))

    def depends_on(self, name: str) -> set[str]:
        """Return the fields that decide whether it is missing."""
        return {name, *self.instead, *(self.where or ())[:1]}


@dataclass(frozen=True)
class Field:
    """One fact of a thing. The defaults suit a line of words, so that most fields need little more.

    `name` is the attribute of the thing, of its facts and of its control. A field that `goes_with`
    another one is shown and chosen with it. If it `is_remark`, it is also typed beside it and
    written into its cell of the sheet.
    """

    name: str
    label: LazyString
    kind: FieldKind
    _: KW_ONLY
    needed: Needed | None = None
    default: Any = None
    """The value of a new thing."""
    goes_with: str = ""
    is_remark: bool = False

    help: LazyString | None = None
    part: str = ""
    """The section of the form."""
    only_for: str = ""
    """The kind of thing for which alone the form asks for it."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """Attributes of its control, as the macro `field` takes them."""

    shown_as: LazyString | None = None
    """Its name on the page of the thing, where the words around it say the rest."""
    is_row: bool = True
    """Whether the page lists it among the facts. Otherwise it shows it elsewhere."""
    if_none: LazyString | None = None
    """The words of the page for an empty value. Without them the row is left out."""

    column: str = ""
    """The name of its column in a sheet, if it differs."""
    meaning: LazyString | None = None
    """What the sheet says about the column, in place of the help of the form."""
    width: int = 0

    is_searched: bool = False

    @property
    def empty(self) -> Any:
        return self.kind.empty if self.default is None else self.default

    @property
    def is_required(self) -> bool:
        """Whether it is needed whatever else is entered."""
        return self.needed is not None and self.needed.where is None

    @property
    def title(self) -> LazyString:
        return self.shown_as or self.label


def moved(fields: Iterable[Field], **behind: str) -> tuple[Field, ...]:
    """Return the fields in another order: one after the other, each that is named is put behind the other one."""
    order = list(fields)
    for name, other in behind.items():
        one = next(each for each in order if each.name == name)
        order.remove(one)
        order.insert([each.name for each in order].index(other) + 1, one)
    return tuple(order)


def missing(fields: Iterable[Field], value_of: Callable[[str], Any]) -> list[tuple[Field, Needed]]:
    """Return the fields that are empty and must not be, with the reasons."""
    return [
        (each, each.needed)
        for each in fields
        if each.needed and each.needed.is_missing(each.name, value_of)
    ]

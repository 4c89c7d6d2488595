"""The declaration of one field that people fill in."""

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from flask_babel import LazyString

from wgcop.fields.kinds import FieldKind


class NeededTo(enum.StrEnum):
    """What a thing cannot do while the field is empty."""

    SAVE = "save"
    SUBMIT = "submit"
    HELP = "help"
    """Nothing: the field is recommended. Its page gives the reason, and links to the form."""


@dataclass(frozen=True)
class Needed:
    """The reason why a field must not be empty. `words` is the error message; `in_sheet` is the one
    for a sheet, if it differs.

    With `where`, the field is needed only while another field has one of the given values. A value
    in any of the fields `instead` also satisfies it. `mend` are the words of the link to the form,
    if the page links with others than the label of the field.
    """

    words: LazyString
    _: KW_ONLY
    to: NeededTo = NeededTo.SAVE
    where: tuple[Any, ...] | None = None
    """The name of the other field, and its values."""
    instead: tuple[str, ...] = ()
    in_sheet: LazyString | None = None
    mend: LazyString | None = None

    def is_missing(self, name: str, value_of: Callable[[str], Any]) -> bool:
        """Return whether the value is missing. `value_of` returns the value entered in a field."""
        applies = self.where is None or value_of(self.where[0]) in self.where[1:]
        return applies and not any(value_of(each) for each in (name, *self.instead))

    def depends_on(self, name: str) -> set[str]:
        """Return the fields that decide whether the value is missing."""
        return {name, *self.instead, *(self.where or ())[:1]}


@dataclass(frozen=True)
class ChangeSentences:
    """The sentences about a change of a field in a published version. They may contain %(item)s,
    %(before)s and %(now)s.

    `ended` is for a value that has no successor. `in_parts` is for lists of which only the values
    that were added and, with `ended`, those that were removed are named.
    """

    changed: LazyString
    ended: LazyString | None = None
    in_parts: bool = False


@dataclass(frozen=True)
class Field:
    """One fact of a thing. The defaults suit a single line of text, so that most fields need little
    more.

    `name` is the attribute of the thing, of its facts and of its form control. A field that
    `goes_with` another one is shown and chosen with it. If it `is_remark`, it is also typed beside
    that one and written into its cell of the sheet.
    """

    name: str
    label: LazyString
    kind: FieldKind
    _: KW_ONLY
    needed: Needed | None = None
    default: Any = None
    """The initial value for a new thing."""
    goes_with: str = ""
    is_remark: bool = False

    help: LazyString | None = None
    part: str = ""
    """The section of the form."""
    only_for: str = ""
    """The only kind of thing for which the form asks for it; empty for all kinds."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """Attributes of its form control, passed to the macro `field`."""
    sent_as: str = ""
    """The name and id of its form control, if they differ."""

    shown_as: LazyString | None = None
    """Its label on the page of the thing, if it differs from that of the form."""
    is_row: bool = True
    """Whether the page lists it among the facts. If not, the page shows it elsewhere."""
    if_none: LazyString | None = None
    """The text that the page shows for an empty value. If it is None, the row is left out."""
    icon: str = "document"
    """The sign before it on a page that marks its facts with signs."""

    is_published: bool = True
    """Whether it is part of the versions of a thing that are published as documents."""
    told: ChangeSentences | None = None
    """The sentences about its change, if it has its own."""

    column: str = ""
    """The name of its column in a sheet, if it differs."""
    meaning: LazyString | None = None
    """The description of the column in the sheet, if it differs from the help of the form."""
    width: int = 0

    is_searched: bool = False
    is_translated: bool = False
    """Whether each language version of the thing has its own."""

    @property
    def empty(self) -> Any:
        return self.kind.empty if self.default is None else self.default

    @property
    def is_required(self) -> bool:
        """Return whether it cannot be saved empty, regardless of other fields."""
        needed = self.needed
        return needed is not None and needed.where is None and needed.to == NeededTo.SAVE

    @property
    def address(self) -> str:
        """The fragment that leads to it in the form, or to the whole form if others will do too."""
        has_choice = self.needed is not None and self.needed.instead
        return "" if has_choice else f"#{self.sent_as or self.name}"

    @property
    def title(self) -> LazyString:
        return self.shown_as or self.label


def moved(fields: Iterable[Field], **behind: str) -> tuple[Field, ...]:
    """Return the fields in another order: each one named by a keyword is placed after the field
    given as its value.
    """
    order = list(fields)
    for name, other in behind.items():
        one = next(each for each in order if each.name == name)
        order.remove(one)
        order.insert([each.name for each in order].index(other) + 1, one)
    return tuple(order)


def missing(fields: Iterable[Field], value_of: Callable[[str], Any]) -> list[tuple[Field, Needed]]:
    """Return the fields that are empty although they are needed, with the reasons."""
    return [
        (each, each.needed)
        for each in fields
        if each.needed and each.needed.is_missing(each.name, value_of)
    ]

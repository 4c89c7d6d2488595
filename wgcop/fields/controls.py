"""Form controls for fields, and forms filled in from a thing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from itertools import groupby
from typing import Any, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from wgcop import dates
from wgcop.fields.facts import Facts
from wgcop.fields.field import Field, Needed, NeededTo
from wgcop.fields.kinds import (
    MOST_LINES,
    Checker,
    Code,
    Codes,
    Day,
    Duration,
    Exact,
    FieldKind,
    Flag,
    Language,
    LineList,
    LongText,
    OneOf,
    OneThing,
    PartialDate,
    SeveralOf,
    TextLine,
    Things,
    TimeOfDay,
    TypedDay,
)
from wgcop.languages import LANGUAGE_NAMES
from wgcop.web.fields import Boxes, LinesField, at_most, choices, day, one_line, trimmed

F = TypeVar("F", bound=type[Form])
Validator = Callable[[Form, Any], None]


def with_controls(fields: Sequence[Field]) -> Callable[[F], F]:
    """Return a decorator that gives a form the controls of these fields, before its own. The form
    itself must provide the choices for codes and things.
    """
    made = {field.name: control(field.kind, field) for field in fields}

    def give(form: F) -> F:
        for name, one in made.items():
            setattr(form, name, one)
        return form

    return give


def given(facts: Facts) -> dict[str, Any]:
    """Return the data that a form is filled in with."""
    return {field.name: field.kind.given(getattr(facts, field.name)) for field in facts.fields}


def typed(form: Form, fields: Iterable[Field]) -> dict[str, Any]:
    """Return the values of a validated form. For things these are their ids."""
    return {field.name: field.kind.typed(form[field.name].data) for field in fields}


@singledispatch
def control(kind: FieldKind, field: Field) -> Any:
    raise NotImplementedError(f"{kind} has no control.")


@control.register
def _(kind: TextLine, field: Field) -> Any:
    checks = [at_most(kind.longest), *_checked(kind.check)]
    return _made(StringField, field, checks, filters=[one_line])


@control.register
def _(kind: LongText, field: Field) -> Any:
    checks = [at_most(kind.longest), *_checked(kind.check)]
    return _made(TextAreaField, field, checks, filters=[trimmed])


@control.register
def _(kind: LineList, field: Field) -> Any:
    return _made(LinesField, field, [_short_lines(kind.longest), *_checked_lines(kind.check)])


@control.register
def _(kind: PartialDate, field: Field) -> Any:
    return _made(StringField, field, [_partial_date], filters=[trimmed])


@control.register
def _(kind: Duration, field: Field) -> Any:
    words = _l("Use minutes from 0 to %(most)s.", most=kind.longest)
    return _made(IntegerField, field, [Optional(), NumberRange(0, kind.longest, words)])


@control.register
def _(kind: Day, field: Field) -> Any:
    return _made(SelectField, field, coerce=day)


@control.register
def _(kind: TypedDay, field: Field) -> Any:
    return _made(DateField, field, [] if field.is_required else [Optional()])


@control.register
def _(kind: TimeOfDay, field: Field) -> Any:
    return _made(TimeField, field, [] if field.is_required else [Optional()])


@control.register
def _(kind: OneOf, field: Field) -> Any:
    widget = RadioField if kind.is_open else SelectField
    default = field.default
    if default is None and kind.none is not None and not field.is_required:
        default = ""
    # A form that was opened before there was such a field is sent without it.
    filters = [] if kind.none is None else [lambda chosen: chosen or ""]
    offered = choices(kind.names, none=kind.none)
    return _made(widget, field, choices=offered, default=default, filters=filters)


@control.register
def _(kind: Language, field: Field) -> Any:
    offered = [
        SelectChoice(tag, name, render_kw={"lang": tag}) for tag, name in LANGUAGE_NAMES.items()
    ]
    return _made(SelectField, field, choices=offered)


@control.register
def _(kind: Flag, field: Field) -> Any:
    return _made(BooleanField, field)


@control.register
def _(kind: SeveralOf, field: Field) -> Any:
    return _made(Boxes, field, choices=choices(kind.names))


@control.register
def _(kind: Code, field: Field) -> Any:
    return _made(SelectField, field)


@control.register
def _(kind: OneThing, field: Field) -> Any:
    return _made(SelectField, field, coerce=int)


@control.register
def _(kind: Codes, field: Field) -> Any:
    return _made(SelectMultipleField, field, **_as_boxes)


@control.register
def _(kind: Things, field: Field) -> Any:
    return _made(SelectMultipleField, field, coerce=int, **_as_boxes)


_as_boxes = {"option_widget": Boxes.option_widget, "widget": Boxes.widget}


def _made(make: Any, field: Field, checks: Sequence[Validator] = (), **more: Any) -> Any:
    needed = field.needed
    required = [_needed(field, needed)] if needed and needed.to == NeededTo.SAVE else []
    if field.sent_as:
        more["name"] = field.sent_as
    if field.default is not None:
        more.setdefault("default", field.default)
    return make(field.label, [*required, *checks], description=field.help or "", **more)


def _needed(field: Field, needed: Needed) -> Validator:
    if needed.where is None and not needed.instead:
        # Both mark the control. What is typed and not understood has an error of its own.
        check_input = InputRequired if isinstance(field.kind, Exact) else DataRequired
        required: Validator = check_input(needed.words)
        return required

    def check(form: Form, _control: Any) -> None:
        if needed.is_missing(field.name, lambda each: form[each].data):
            raise ValidationError(needed.words)

    return check


def _partial_date(_form: Form, control: Any) -> None:
    if control.data and not dates.is_partial_date(control.data):
        raise ValidationError(_l("Write a year, a month or a day: 2009, 2008-11 or 2007-05-17."))


def _short_lines(longest: int) -> Validator:
    def check(_form: Form, control: Any) -> None:
        if len(control.data or ()) > MOST_LINES:
            raise ValidationError(_l("Enter at most %(count)d lines.", count=MOST_LINES))
        if any(len(line) > longest for line in control.data or ()):
            raise ValidationError(_l("Use at most %(max)d characters for a line.", max=longest))

    return check


def _checked(check: Checker | None) -> Iterator[Validator]:
    if check is not None:
        yield lambda _form, control: _refuse(check, filter(None, [control.data]))


def _checked_lines(check: Checker | None) -> Iterator[Validator]:
    if check is not None:
        yield lambda _form, control: _refuse(check, control.data or ())


def _refuse(check: Checker, lines: Iterable[str]) -> None:
    for line in lines:
        if words := check(line):
            raise ValidationError(words)


@dataclass(frozen=True)
class FormRow:
    """A control with its attributes, and the control of the remark on it."""

    control: Any
    look: Mapping[str, Any]
    remark: Any = None


@dataclass(frozen=True)
class FormPart:
    """A section of a form. Each group of rows is shown only for one kind of thing, or always if
    that is empty.
    """

    key: str
    title: LazyString
    groups: Sequence[tuple[str, Sequence[FormRow]]]


def parts_of(
    form: Form, fields: Sequence[Field], parts: Mapping[str, LazyString]
) -> list[FormPart]:
    """Lay out the controls in the order of the fields, part by part."""
    found = []
    for key, title in parts.items():
        ours = [field for field in fields if field.part == key]
        groups = [
            (only_for, rows_of(form, [*group]))
            for only_for, group in groupby(ours, key=lambda each: each.only_for)
        ]
        found.append(FormPart(key, title, groups))
    return found


def rows_of(form: Form, fields: Sequence[Field]) -> list[FormRow]:
    """Lay out the controls in the order of the fields, each with the remark on it."""
    remarks = {field.goes_with: form[field.name] for field in fields if field.is_remark}
    return [
        FormRow(form[field.name], field.look, remarks.get(field.name))
        for field in fields
        if not field.is_remark
    ]

"""Conflicts between two people who changed the same field of a form."""

from dataclasses import dataclass
from typing import Any

from wtforms import Field as WtformsField
from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed at the same time, in different ways. `value` is the stored
    value for scripts.
    """

    name: str
    label: str
    stored: str
    typed: str
    value: list[str]


def as_sent(value: Any) -> list[str]:
    """Return a value as a form sends it: `y` for a ticked box, nothing for an empty one."""
    if isinstance(value, bool):
        return ["y"] if value else []
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def in_words(field: WtformsField, value: Any) -> str:
    """Return a value as the page shows it: for a choice, its name."""
    if isinstance(field, SelectField | SelectMultipleField | RadioField):
        chosen = {str(each) for each in (value if isinstance(value, list) else [value])}
        return "\n".join(str(c.label) for c in field.choices or () if str(c.value) in chosen)
    return str(value or "").strip()


def stored_otherwise(typed: Form, stored: Form) -> list[Conflict]:
    """Return the fields in which a form as it was typed differs from the form of what is stored now,
    so that nobody replaces what others saved without reading it.
    """
    return [
        Conflict(field.name, str(field.label.text), there, here, as_sent(stored[field.name].data))
        for field in typed
        if not isinstance(field, HiddenField)
        and (here := _shown(field)) != (there := _shown(stored[field.name]))
    ]


def _shown(field: WtformsField) -> str:
    """Return what the control of a form shows."""
    if isinstance(field, SelectField | SelectMultipleField | RadioField):
        return in_words(field, field.data)
    return "\n".join(str(field._value()).split("\r\n")).strip()

"""Two people changed the same field of a form: what each of them wrote."""

from dataclasses import dataclass
from typing import Any

from wtforms import Field as WtformsField
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
)


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed at the same time, in different ways; `value` is the stored one for scripts."""

    name: str
    label: str
    stored: str
    typed: str
    value: list[str]


def as_sent(value: Any) -> list[str]:
    """As a form sends them: `y` for a box that is ticked, nothing for one that is not."""
    if isinstance(value, bool):
        return ["y"] if value else []
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def in_words(field: WtformsField, value: Any) -> str:
    """As the page words it: of a choice, its name."""
    if isinstance(field, SelectField | SelectMultipleField | RadioField):
        chosen = {str(each) for each in (value if isinstance(value, list) else [value])}
        return "\n".join(str(c.label) for c in field.choices or () if str(c.value) in chosen)
    return str(value or "").strip()

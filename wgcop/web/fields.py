"""Common fields of all forms: trimmed text, lengths and choices."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget


def trimmed(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()


def one_line(value: str | None) -> str:
    return " ".join((value or "").split())


def at_most(number: int, message: LazyString | None = None) -> Length:
    """Limit the length of what is typed, without `maxlength` in the page: a browser cuts what is
    pasted there without a word, and the rest is lost.
    """
    length = Length(max=number, message=message or _l("Use at most %(max)d characters."))
    length.field_flags = {}
    return length


def day(value: str | date | None) -> date | None:
    """Read the chosen day; None if no day was chosen."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def choices(names: Mapping[Any, Any], none: LazyString | None = None) -> list[SelectChoice]:
    """Return each value with its name as a choice. `none` is the name for choosing nothing."""
    nothing = [SelectChoice("", none)] if none is not None else []
    return [*nothing, *(SelectChoice(str(value), name) for value, name in names.items())]


def visible(_form: Form, field: Field) -> None:
    """Refuse names without a letter or digit, such as names made only of invisible characters or
    punctuation.
    """
    if field.data and not any(character.isalnum() for character in field.data):
        raise ValidationError(_("It must contain a letter or a digit."))


def choice(label: Any, **kwargs: Any) -> SelectField:
    message = _l("Choose one from the list.")
    return SelectField(label, invalid_choice_message=message, **kwargs)


class Boxes(SelectMultipleField):
    """A field for selecting several of a few choices, each with its own checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LinesField(TextAreaField):
    """A field for a list, typed one to a line. Empty lines and repetitions do not count."""

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = (one_line(line) for text in valuelist for line in text.splitlines())
        self.data = [*dict.fromkeys(filter(None, lines))]

    def _value(self) -> str:
        return "\n".join(self.data or ())

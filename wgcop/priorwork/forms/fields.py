"""What several forms ask for in the same way."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, Regexp


def trimmed(value: str | None) -> str:
    return " ".join((value or "").split())


def choices(names: Mapping[Any, Any], none: LazyString | None = None) -> list[SelectChoice]:
    first = [SelectChoice("", none)] if none is not None else []
    return first + [SelectChoice(str(value), name) for value, name in names.items()]


def at_most(number: int) -> Length:
    return Length(max=number, message=_l("Use at most %(max)d characters."))


def link_field() -> StringField:
    return StringField(
        _l("Link"),
        [
            Optional(),
            at_most(500),
            Regexp(r"https?://\S+$", message=_l("A link begins with https://.")),
        ],
        filters=[trimmed],
    )

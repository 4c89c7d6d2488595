"""What forms of all features share: trimmed text, lengths and choices."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice
from wtforms.validators import Length


def trimmed(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()


def one_line(value: str | None) -> str:
    return " ".join((value or "").split())


def at_most(number: int) -> Length:
    return Length(max=number, message=_l("Use at most %(max)d characters."))


def choices(names: Mapping[Any, Any], none: LazyString | None = None) -> list[SelectChoice]:
    """Each value with its name; `none` is the name for choosing nothing."""
    nothing = [SelectChoice("", none)] if none is not None else []
    return [*nothing, *(SelectChoice(str(value), name) for value, name in names.items())]

"""Items and days of a meeting as choices of a form."""

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale


def item_id(value: object) -> int | None:
    return int(str(value)) if value else None


def day_name(value: date) -> str:
    return format_date(value, "EEEE d MMMM", locale=get_locale())

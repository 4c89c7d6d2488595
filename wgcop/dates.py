"""Dates that may lack their day or month, stored as they were written: `2009`, `2008-11`,
`2007-05-17`.
"""

import re
from datetime import UTC, date, datetime

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def is_partial_date(written: str) -> bool:
    """Return whether this is such a date, and exists in the calendar."""
    match = _PARTIAL_DATE.fullmatch(written)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def year_of(written: str) -> int | None:
    return int(written[:4]) if written else None


def is_before(first: str, second: str) -> bool:
    """Return whether the first date is before the second, as far as both are known: November 2008
    is not before 2008.
    """
    length = min(len(first), len(second))
    return first[:length] < second[:length]


def has_passed(written: str, today: date) -> bool:
    """Return whether the whole of the date is over: 2009 has passed when 2010 begins."""
    return bool(written) and is_before(written, today.isoformat())


def a_year_after(day: date) -> date:
    """Return the same day of the next year; for 29 February, 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def years(started: str, ended: str) -> str:
    """Return the years as `2009`, `2008–`, `2014–2017` or `–2016`; empty if neither is known."""
    first, last = started[:4], ended[:4]
    if first == last:
        return first
    return f"{first}–{last}"


def moment_of(written: str) -> datetime | None:
    """Return the first moment of the year, month or day, for sorting, or None for an empty date."""
    if not written:
        return None
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)

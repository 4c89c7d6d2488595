"""Counts working days, leaving out weekends and holidays (pure)."""

from collections.abc import Collection
from datetime import date, timedelta

WORKING_WEEK = frozenset(range(5))
"""The usual working days of a week, as Python counts them: Monday is 0."""
LONGEST_BREAK = 366


def is_working_day(day: date, week: Collection[int], holidays: Collection[date]) -> bool:
    return day.weekday() in week and day not in holidays


def working_days_after(
    day: date, count: int, week: Collection[int] = WORKING_WEEK, holidays: Collection[date] = ()
) -> date:
    """Return the `count`-th working day after `day`, which itself does not count. With 0, return
    `day` or the next working day.
    """
    if not set(week) & set(range(7)):
        raise ValueError("A week needs a working day.")
    current, left, since = day, count, 0
    if not left:
        while not is_working_day(current, week, holidays):
            current += timedelta(days=1)
        return current
    while left:
        current += timedelta(days=1)
        if is_working_day(current, week, holidays):
            left, since = left - 1, 0
        else:
            since += 1
            if since > LONGEST_BREAK:
                raise ValueError("More than a year without a working day.")
    return current

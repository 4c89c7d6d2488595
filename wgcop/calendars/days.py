"""The days on which a meeting sits and their hours, as far as its agenda gives them (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CLOSING = time(17, 30)
"""The usual end of an afternoon, for days whose end does not follow from the agenda."""
SHORTEST = timedelta(hours=3)
LEAST = timedelta(hours=1)
"""The shortest agenda from which the length of a day follows."""
SATURDAY = 5  # as `date.weekday` counts


@dataclass(frozen=True)
class PlannedTime:
    """The planned time of an item without items below it. For an item without a duration, start and
    end are the same.
    """

    start: datetime
    end: datetime


@dataclass(frozen=True)
class AgendaTimes:
    """What an agenda says about the days of a meeting: the times of its items, and the fixed
    starts, including those of headings.
    """

    items: tuple[PlannedTime, ...] = ()
    fixed: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class MeetingDay:
    """Start and end of a day, by the clock of the meeting's place."""

    start: datetime
    end: datetime


def days_of(
    first: date,
    last: date,
    opening: time,
    zone: ZoneInfo,
    agenda: AgendaTimes | None = None,
    sessions: Sequence[tuple[datetime, datetime]] = (),
) -> list[MeetingDay]:
    """Return the days of a meeting. If there are sessions, a day lasts from its first session to
    its last, and a day without any is free.

    Without sessions, a Saturday or Sunday in the middle is free unless an item has a fixed start on
    it.
    """
    if sessions:
        return _days_with_sessions(sessions, zone)
    agenda = agenda or AgendaTimes()
    items = [
        PlannedTime(item.start.astimezone(zone), item.end.astimezone(zone)) for item in agenda.items
    ]
    starts = [start.astimezone(zone) for start in agenda.fixed]
    days = []
    for day in dates(first, last):
        fixed = [start for start in starts if start.date() == day]
        if day.weekday() >= SATURDAY and first < day < last and not fixed:
            continue
        start = datetime.combine(day, opening, zone)
        if day != first and fixed:
            start = min(fixed)
        on_it = [item for item in items if item.start.date() == day]
        days.append(MeetingDay(start, _end(start, on_it)))
    return days


def _days_with_sessions(
    sessions: Sequence[tuple[datetime, datetime]], zone: ZoneInfo
) -> list[MeetingDay]:
    days: dict[date, MeetingDay] = {}
    for start, end in sorted((a.astimezone(zone), b.astimezone(zone)) for a, b in sessions):
        known = days.get(start.date())
        days[start.date()] = MeetingDay(known.start if known else start, end)
    return list(days.values())


def dates(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _end(start: datetime, planned: list[PlannedTime]) -> datetime:
    """Return the end of a day by its agenda, but not before the usual time if the last item has no
    duration or the agenda plans less than an hour.
    """
    zone = start.tzinfo
    usual = max(datetime.combine(start.date(), CLOSING, zone), start + SHORTEST)
    if not planned:
        return usual
    midnight = datetime.combine(start.date() + timedelta(days=1), time(0), zone)
    end = min(max(each.end for each in planned), midnight)
    last = max(planned, key=lambda each: (each.start, each.end))
    if last.start == last.end or end < start + LEAST:
        return max(end, usual)
    return end

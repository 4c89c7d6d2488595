"""On which days a meeting sits, from when until when, as far as its agenda tells (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CLOSING = time(17, 30)
"""When an afternoon usually ends; for days of which the agenda does not tell."""
SHORTEST = timedelta(hours=3)
LEAST = timedelta(hours=1)
"""An agenda of less does not tell how long a day lasts."""
SATURDAY = 5


@dataclass(frozen=True)
class PlannedTime:
    """Of an item that has no others below it. It is open if nobody said how long it takes: then start is end."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class AgendaTimes:
    """What an agenda tells of a meeting's days: its times, and the fixed starts among them, of headings too."""

    items: tuple[PlannedTime, ...] = ()
    fixed: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class MeetingDay:
    """Both by the clock of the place."""

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
    """From the first session of a day to the last one, if there are sessions; a day without any is free.

    Without sessions, a Saturday or Sunday in between is free unless an item is fixed on it.
    """
    if sessions:
        return _days_with_sessions(sessions, zone)
    agenda = agenda or AgendaTimes()
    items = [
        PlannedTime(each.start.astimezone(zone), each.end.astimezone(zone)) for each in agenda.items
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
        on_it = [each for each in items if each.start.date() == day]
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
    """As the agenda says, but not before the usual time if its last item is open, or if it plans less than an hour of it."""
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

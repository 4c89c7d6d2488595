"""The clock changes in a time zone in the years in question, as iCalendar writes them (pure)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def rules_of(name: str, first: int, last: int) -> Timezone:
    """Return the clock changes from the first year to the end of the last, each as an observance of
    its own: in Morocco they depend on Ramadan, and no rule gives its beginning.

    `Timezone.from_tzid` looks for rules, and leaves out changes that fit into none.
    """
    zone = ZoneInfo(name)
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    rules = Timezone()
    rules.add("tzid", name)
    rules.add_component(_rule(begin, begin.astimezone(zone), begin.astimezone(zone)))
    for moment in _changes(zone, begin, end):
        before, after = (moment - MINUTE).astimezone(zone), moment.astimezone(zone)
        rules.add_component(_rule(moment, before, after))
    return rules


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the first moment of each new time, to the minute."""
    for day in range((end - begin).days):
        early, late = begin + day * DAY, begin + (day + 1) * DAY
        if _clock(zone, early) == _clock(zone, late):
            continue
        while late - early > MINUTE:
            middle = early + (late - early) // MINUTE // 2 * MINUTE
            if _clock(zone, middle) == _clock(zone, early):
                early = middle
            else:
                late = middle
        yield late


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _rule(
    moment: datetime, before: datetime, after: datetime
) -> TimezoneStandard | TimezoneDaylight:
    """Return the observance that begins at this moment, which is written by the clock that was in
    force before it.
    """
    offset = before.utcoffset() or timedelta()
    rule = TimezoneDaylight() if after.dst() else TimezoneStandard()
    rule.add("dtstart", (moment + offset).replace(tzinfo=None))
    rule.add("tzoffsetfrom", offset)
    rule.add("tzoffsetto", after.utcoffset() or timedelta())
    rule.add("tzname", after.tzname() or "")
    return rule

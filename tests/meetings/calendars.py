"""Reads calendars with a library that has no part in writing them, and checks what programs rely on."""

from datetime import UTC

import vobject

NEEDED = {"uid", "dtstamp", "dtstart", "summary", "sequence"}


def read(written):
    """The calendar, if it keeps to RFC 5545 in all that is checked here."""
    octets = written if isinstance(written, bytes) else written.encode()
    *lines, end = octets.split(b"\r\n")
    assert end == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 75 for line in lines), "A longer line must be folded."
    calendar = vobject.readOne(octets.decode())
    calendar.validate(raiseException=True)
    zones = {zone.tzid.value for zone in calendar.contents.get("vtimezone", ())}
    for event in calendar.vevent_list:
        assert set(event.contents) >= NEEDED
        assert set(event.dtstart.params.get("X-VOBJ-ORIGINAL-TZID", ())) <= zones
    return calendar


def meetings_in(calendar):
    return [one for one in calendar.vevent_list if not one.uid.value.startswith("due-")]


def deadlines_in(calendar):
    return [one for one in calendar.vevent_list if one.uid.value.startswith("due-")]


def days_in(calendar):
    """Start and end of each day, in UTC: the repeated ones, and those that stand for one of them."""
    days = {}
    for event in meetings_in(calendar):
        length = event.dtend.value - event.dtstart.value
        if "recurrence-id" in event.contents:
            days[event.recurrence_id.value.astimezone(UTC)] = event
            continue
        starts = event.getrruleset() if "rrule" in event.contents else [event.dtstart.value]
        for start in starts:
            # The clock of the place counts, also if it was changed in the night before.
            days.setdefault(start.astimezone(UTC), (start, start + length))
    return sorted(
        tuple(moment.astimezone(UTC) for moment in day)
        if isinstance(day, tuple)
        else (day.dtstart.value.astimezone(UTC), day.dtend.value.astimezone(UTC))
        for day in days.values()
    )

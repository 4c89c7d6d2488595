"""Writes meetings and deadlines as iCalendar (pure);
docs/decisions/0042-calendars-keep-the-clock-of-the-place.md gives the reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDuration

from wgcop.calendars.days import MeetingDay, dates
from wgcop.calendars.zones import rules_of

PRODUCT = "-//WG-COP//Workspace//EN"
OFTEN = timedelta(hours=1)
"""The interval at which subscribed programs should fetch the calendar again."""


@dataclass(frozen=True, kw_only=True)
class CalendarMeeting:
    """A meeting as one reader may see it. `details` is text for people, `join_url` the link for
    programs.
    """

    calendar_id: str
    title: str
    place: str
    zone: ZoneInfo
    days: tuple[MeetingDay, ...]
    sequence: int
    changed_at: datetime
    address: str
    details: str = ""
    contact: str = ""
    join_url: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarDeadline:
    """A deadline at a moment in UTC, or on a day."""

    calendar_id: str
    title: str
    at: datetime | date
    sequence: int
    changed_at: datetime
    address: str
    details: str = ""


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """The recipient of a letter with a calendar event, its sender, and the time when it was
    written.
    """

    name: str
    address: str
    sender: str
    written_at: datetime


def as_calendar(
    meetings: Iterable[CalendarMeeting], deadlines: Iterable[CalendarDeadline], *, name: str
) -> bytes:
    """Return a calendar for a file or a feed. The same facts give the same bytes, so that programs
    can ask whether it has changed.
    """
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(OFTEN))
    for meeting in meetings:
        for event in _events(meeting, meeting.changed_at):
            calendar.add_component(event)
    for deadline in deadlines:
        calendar.add_component(_deadline(deadline))
    return _written(calendar)


def as_invitation(meeting: CalendarMeeting, invitee: Invitee) -> str:
    """Return the invitation to the meeting as it is now. Calendar programs replace an earlier
    invitation by it.
    """
    calendar = _calendar()
    calendar.add("method", "REQUEST")
    for event in _events(meeting, invitee.written_at):
        _address(event, invitee)
        calendar.add_component(event)
    return _written(calendar).decode()


def as_cancellation(meeting: CalendarMeeting, invitee: Invitee) -> str:
    """Return the cancellation of the meeting: the event is removed with all its days."""
    calendar = _calendar()
    calendar.add("method", "CANCEL")
    event = _event(meeting, meeting.days[0], invitee.written_at)
    event["status"] = "CANCELLED"
    _address(event, invitee)
    calendar.add_component(event)
    return _written(calendar).decode()


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _events(meeting: CalendarMeeting, stamp: datetime) -> list[Event]:
    """Return one event that is repeated daily, so that all days have the same id, and one exception
    for each day with other hours.
    """
    first, *others = meeting.days
    event = _event(meeting, first, stamp)
    if not others:
        return [event]
    sits_on = {day.start.date(): day for day in meeting.days}
    span = list(dates(first.start.date(), others[-1].start.date()))
    event.add("rrule", {"freq": "daily", "count": len(span)})
    if free := [_moved(first.start, day) for day in span if day not in sits_on]:
        event.add("exdate", free)
    events = [event]
    for number, day in sits_on.items():
        repeated = MeetingDay(_moved(first.start, number), _moved(first.end, number, first.start))
        if day != repeated:
            other = _event(meeting, day, stamp)
            other.add("recurrence-id", repeated.start)
            events.append(other)
    return events


def _moved(moment: datetime, day: date, start: datetime | None = None) -> datetime:
    """Return the moment on another day at the same clock time, even if the clocks change in
    between.
    """
    return moment + (day - (start or moment).date())


def _event(meeting: CalendarMeeting, day: MeetingDay, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", meeting.calendar_id)
    event.add("dtstamp", stamp)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", day.start)
    event.add("dtend", day.end)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", meeting.details)
    event.add("url", meeting.address)
    event.add("status", "CONFIRMED")
    if meeting.contact:
        event.add("contact", meeting.contact)
    if meeting.join_url:
        event.add(
            "conference",
            meeting.join_url,
            parameters={"VALUE": "URI", "FEATURE": "VIDEO"},
        )
    return event


def _deadline(deadline: CalendarDeadline) -> Event:
    """Return an event that takes no time, at a moment or on a day. It has no alarm: people set
    reminders in their own programs.
    """
    event = Event()
    event.add("uid", f"due-{deadline.calendar_id}")
    event.add("dtstamp", deadline.changed_at)
    event.add("last-modified", deadline.changed_at)
    event.add("sequence", deadline.sequence)
    event.add("dtstart", deadline.at)
    event.add("summary", deadline.title)
    event.add("description", deadline.details)
    event.add("url", deadline.address)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _address(event: Event, invitee: Invitee) -> None:
    """Set the organizer and the attendee of an event. The attendee has accepted by registering, so
    no answer is asked for.
    """
    name, sender = parseaddr(invitee.sender)
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["CN"] = name or "WG-COP"
    attendee = vCalAddress(f"mailto:{invitee.address}")
    attendee.params["CN"] = invitee.name
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    event["organizer"], event["attendee"] = organizer, attendee


def _written(calendar: Calendar) -> bytes:
    """Return the calendar as bytes, with the clock changes of each time zone for the years in
    question, sorted by zone name.
    """
    starts = [event.start for event in calendar.events if isinstance(event.start, datetime)]
    zones = sorted({str(start.tzinfo) for start in starts} - {"UTC"})
    years = {start.year for start in starts}
    for number, zone in enumerate(zones):
        calendar.subcomponents.insert(number, rules_of(zone, min(years) - 1, max(years) + 1))
    return bytes(calendar.to_ical())

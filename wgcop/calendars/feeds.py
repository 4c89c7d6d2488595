"""The calendar of one reader: the meetings as they may see them, and the deadlines."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.agenda import policy
from wgcop.agenda.models import MeetingMove
from wgcop.bodies.models import Meeting
from wgcop.calendars.deadlines import deadlines_around, due_from
from wgcop.calendars.sittings import agenda_times, days_of_meeting
from wgcop.calendars.writing import CalendarMeeting, as_calendar
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.i18n import day as day_in_words
from wgcop.outcomes.action_points import ActionPoint

OF_MEETING = frozenset({"meeting.arranged", "meeting.changed"})
OF_AGENDA = frozenset({"agenda.changed", "agenda.published"})
"""The kinds of entries that may change a calendar."""


def all_meetings() -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .options(joinedload(Meeting.group), selectinload(Meeting.sessions))
        .order_by(Meeting.starts_on, Meeting.id)
    ).all()


def calendar_of(
    meetings: Sequence[Meeting],
    audiences: frozenset[str],
    *,
    root: str,
    name: str,
    may_propose: bool = False,
    points: Sequence[ActionPoint] = (),
) -> bytes:
    """Return the calendar file. `points` are the reader's own action points; `root` is the address
    of the site, because calendar programs open links from elsewhere.

    It takes six SQL statements, eight for members, and relies on the sessions that `all_meetings`
    has loaded.
    """
    events = events_of(meetings, audiences, root=root)
    around = deadlines_around(meetings, events, audiences, root=root, may_propose=may_propose)
    return as_calendar(events, [*around, *due_from(points, root=root)], name=name)


def events_of(
    meetings: Sequence[Meeting], audiences: frozenset[str], *, root: str
) -> list[CalendarMeeting]:
    agendas = agenda_times(meetings, audiences)
    changes = _numbers_of_changes(meetings)
    numbers, moments = _announced(meetings)
    return [
        CalendarMeeting(
            calendar_id=meeting.calendar_id,
            title=meeting.title,
            place=meeting.place,
            zone=meeting.time_zone,
            days=tuple(days_of_meeting(meeting, agendas.get(meeting.id))),
            sequence=max(changes.get(meeting.id, 0), _number(meeting, audiences, numbers)),
            changed_at=max(
                (
                    at
                    for kind, at in moments.get(meeting.topic, {}).items()
                    if kind in OF_MEETING or (kind in OF_AGENDA and meeting.id in agendas)
                ),
                default=meeting.contributions_due,
            ),
            address=root + meeting.url,
            details=_details(meeting, audiences, root),
            contact=contact_of(meeting),
            join_url=meeting.join_url if policy.can_join(audiences) else "",
        )
        for meeting in meetings
    ]


def _details(meeting: Meeting, audiences: frozenset[str], root: str) -> str:
    lines = [
        _("To join remotely: %(address)s", address=meeting.join_url)
        if meeting.join_url and policy.can_join(audiences)
        else "",
        _("Agenda and documents: %(address)s", address=root + meeting.url),
        _("Contact: %(contact)s", contact=contact_of(meeting)) if contact_of(meeting) else "",
        *(
            f"{day_in_words(session.day)}: {session.starts_at:%H:%M}–{session.ends_at:%H:%M} {session.name}".strip()
            for session in meeting.sessions
        ),
    ]
    return "\n".join(filter(None, lines))


def contact_of(meeting: Meeting) -> str:
    return ", ".join(filter(None, (meeting.contact, meeting.contact_address)))


def _numbers_of_changes(meetings: Collection[Meeting]) -> dict[int, int]:
    """Return how often time or place of each meeting was changed."""
    rows = db.session.execute(
        select(MeetingMove.meeting_id, func.count())
        .where(MeetingMove.meeting_id.in_([meeting.id for meeting in meetings]))
        .group_by(MeetingMove.meeting_id)
    )
    return {meeting: number for meeting, number in rows}


def _announced(
    meetings: Collection[Meeting],
) -> tuple[dict[str, int], dict[str, dict[str, datetime]]]:
    """Return for each topic its last number, and the time of the last entry of each kind."""
    names = [name for meeting in meetings for name in (meeting.topic, meeting.members_topic)]
    rows = db.session.execute(
        select(Topic.name, Topic.seq, Entry.kind, func.max(Entry.at))
        .join(Entry.topic)
        .where(Topic.name.in_(names))
        .group_by(Topic.name, Topic.seq, Entry.kind)
    )
    numbers: dict[str, int] = {}
    moments: dict[str, dict[str, datetime]] = {}
    for name, number, kind, at in rows:
        numbers[name] = number
        moments.setdefault(name, {})[kind] = at
    return numbers, moments


def _number(meeting: Meeting, audiences: frozenset[str], numbers: Mapping[str, int]) -> int:
    """Return the number of announcements that this reader could receive. It only grows, and is
    different for each letter.

    A number that counted more would tell guests how often an agenda changes that they may not read
    yet.
    """
    if not policy.can_read_agenda(audiences, meeting):
        return 0
    topic = meeting.members_topic if policy.can_join(audiences) else meeting.topic
    return numbers.get(topic, 0)

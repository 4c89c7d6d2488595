"""Arranging a meeting, changing its time and place, and setting its sessions."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.actions.proposed import open_proposals
from wgcop.agenda.meeting_fields import FIELDS
from wgcop.agenda.models import MeetingMove
from wgcop.agenda.queries import is_number_used, items_of, next_number
from wgcop.agenda.sessions import SessionTimes, check_sessions
from wgcop.bodies.models import Group, Meeting, MeetingSession
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.i18n import day as day_in_words
from wgcop.meetings.arrangements import Arrangements
from wgcop.registration.letters import write_changed
from wgcop.registration.marks import attended_sessions


def create_meeting(
    group: Group, arrangements: Arrangements, *, by: Person, number: int | None = None
) -> Meeting:
    """Arrange the group's next meeting, or the one with the given number. Raise Refused if the
    group is closed, Invalid if the number is used.
    """
    arrangements.check()
    if group.is_closed:
        raise Refused(_("This group is closed. Reopen it before it meets again."))
    # Lock the group: two meetings that are arranged at once must not get the same number.
    db.session.execute(select(Group.id).where(Group.id == group.id).with_for_update())
    if number is None:
        number = next_number(group)
    elif is_number_used(group, number):
        raise Invalid(
            _(
                "%(code)s already has a meeting %(number)s. Enter another number for this one.",
                code=group.code,
                number=number,
            )
        )
    meeting = Meeting(group=group, number=number, slug=f"{group.code.lower()}-{number}")
    _arrange(meeting, arrangements)
    db.session.add(meeting)
    db.session.flush()
    open_proposals(meeting)
    tell(meeting, "meeting.arranged", "meeting", by=by)
    return meeting


def change_meeting(
    meeting: Meeting, arrangements: Arrangements, *, version: int, by: Person
) -> Meeting:
    """Change the arrangements of a meeting. The earlier time and place stay on record, and the
    people who registered are told.

    Sessions and fixed times of the agenda move with the days of the meeting.
    """
    arrangements.check()
    lock(meeting)
    if version != meeting.version:
        raise Outdated(_("Somebody else changed this meeting while you were writing."))
    before, join_url = MeetingMove.of(meeting), meeting.join_url
    _arrange(meeting, arrangements)
    _move_sessions(meeting, before)
    if before.differs_from(meeting):
        db.session.add(before)
        for item in items_of(meeting).values():
            if item.fixed_on:
                item.fixed_on += meeting.starts_on - before.starts_on
    tell(meeting, "meeting.changed", "meeting", by=by)
    if before.opens != meeting.opens:
        tell(meeting, "agenda.changed", "agenda", by=by)
    if before.differs_from(meeting) or join_url != meeting.join_url:
        write_changed(meeting, before, join_url)
    return meeting


def set_sessions(
    meeting: Meeting, sessions: Collection[SessionTimes], *, version: int, by: Person
) -> None:
    """Replace all sessions of the meeting, and tell those who registered. If the first session is
    on the first day, the meeting opens with it.
    """
    # The version is compared under the lock, on the meeting as others left it.
    lock(meeting)
    db.session.refresh(meeting)
    if version != meeting.version:
        raise Outdated(_("Somebody else changed this meeting while you were writing."))
    ordered = check_sessions(meeting, sessions)
    before = MeetingMove.of(meeting)
    _keep_attended(meeting, kept := _continued(meeting, ordered))
    meeting.sessions = kept
    if ordered and ordered[0].day == meeting.starts_on:
        meeting.opens_at = ordered[0].starts_at
    # The version goes up even if the opening stays, so that an older form of the meeting is refused.
    flag_modified(meeting, "opens_at")
    if before.differs_from(meeting):
        db.session.add(before)
    if before.differs_from(meeting) or before.sitting != meeting.sitting:
        write_changed(meeting, before, meeting.join_url)
    tell(meeting, "meeting.changed", "meeting", by=by)
    tell(meeting, "agenda.changed", "agenda", by=by)


def _continued(meeting: Meeting, ordered: Sequence[SessionTimes]) -> list[MeetingSession]:
    """Return the sessions to keep. A session whose hours change stays the same row, so that the
    attendance marked for it is kept; if it is split, its longest part stays the same row.
    """
    pairs = [
        (_minutes_in_common(old, new), place, old)
        for place, new in enumerate(ordered)
        for old in meeting.sessions
    ]
    same: dict[int, MeetingSession] = {}
    for minutes, place, old in sorted(pairs, key=lambda pair: -pair[0]):
        if minutes > 0 and place not in same and old not in same.values():
            same[place] = old
    for place, old in same.items():
        new = ordered[place]
        old.starts_at, old.ends_at, old.name = new.starts_at, new.ends_at, new.name
    return [same.get(place) or MeetingSession(**vars(new)) for place, new in enumerate(ordered)]


def _minutes_in_common(old: MeetingSession, new: SessionTimes) -> int:
    if old.day != new.day:
        return 0
    begin, end = max(old.starts_at, new.starts_at), min(old.ends_at, new.ends_at)
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute


def _keep_attended(meeting: Meeting, staying: Collection[MeetingSession]) -> None:
    going = [session for session in meeting.sessions if session not in staying]
    attended = attended_sessions(meeting) if going else ()
    for each in going:
        if each.id in attended:
            raise Invalid(
                _(
                    "Attendance is marked for the session on %(day)s at %(time)s. To remove the session, remove these marks first.",
                    day=day_in_words(each.day),
                    time=f"{each.starts_at:%H:%M}",
                )
            )


def _move_sessions(meeting: Meeting, before: MeetingMove) -> None:
    """Move the sessions with the days and the opening of the meeting. Sessions on days that the
    meeting no longer has are removed, unless attendance is marked for them.
    """
    for session in meeting.sessions:
        session.day += meeting.starts_on - before.starts_on
    staying = [session for session in meeting.sessions if session.day <= meeting.ends_on]
    _keep_attended(meeting, staying)
    meeting.sessions = staying
    first = next(iter(meeting.sessions), None)
    if first and first.day == meeting.starts_on and meeting.opens_at != before.opens_at:
        if meeting.opens_at >= first.ends_at:
            raise Invalid(
                _(
                    "The first session would end before the meeting opens. Change the sessions first."
                )
            )
        first.starts_at = meeting.opens_at


def _arrange(meeting: Meeting, arrangements: Arrangements) -> None:
    """Write the arrangements. A field in which only white space differs stays as it is: otherwise a
    letter would announce a new place that reads the same as the old one.
    """
    for field in FIELDS:
        value = field.kind.tidy(getattr(arrangements, field.name))
        if field.kind.compared(value) != field.kind.compared(getattr(meeting, field.name)):
            setattr(meeting, field.name, value)
    meeting.contributions_due = arrangements.contributions_due

"""The course of a meeting as pages and reports tell it: when it was opened, interrupted and closed,
and who presided.
"""

import enum
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Person
from wgcop.agenda.sitting import BreakKind, MeetingBreak, MeetingRoom, Presiding
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.i18n import comma, day


class ChairAct(enum.StrEnum):
    """An act of the person who presides. The values put acts of the same moment in order."""

    OPENED = "1"
    RESUMED = "2"
    SUSPENDED = "3"
    ADJOURNED = "4"
    LEFT_CHAIR = "5"
    TOOK_CHAIR = "6"
    CLOSED = "7"


ACT_NAMES = {
    ChairAct.OPENED: lazy_pgettext("act of the chair", "Opened"),
    ChairAct.RESUMED: _l("Resumed"),
    ChairAct.SUSPENDED: lazy_pgettext("act of the chair", "Suspended"),
    ChairAct.ADJOURNED: _l("Adjourned"),
    ChairAct.LEFT_CHAIR: _l("Left the chair"),
    ChairAct.TOOK_CHAIR: _l("Took the chair"),
    ChairAct.CLOSED: lazy_pgettext("act of the chair", "Closed"),
}
ACTS_IN_WORDS = {
    ChairAct.OPENED: _l("opened at %(time)s"),
    ChairAct.RESUMED: _l("resumed at %(time)s"),
    ChairAct.SUSPENDED: _l("suspended at %(time)s"),
    ChairAct.ADJOURNED: _l("adjourned at %(time)s"),
    ChairAct.LEFT_CHAIR: _l("%(who)s (%(capacity)s) left the chair at %(time)s"),
    ChairAct.TOOK_CHAIR: _l("%(who)s (%(capacity)s) took the chair at %(time)s"),
    ChairAct.CLOSED: _l("closed at %(time)s"),
}
STOPPED = {
    BreakKind.SUSPENDED: ChairAct.SUSPENDED,
    BreakKind.ADJOURNED: ChairAct.ADJOURNED,
    BreakKind.CLOSED: ChairAct.CLOSED,
}


@dataclass(frozen=True)
class CourseEntry:
    """An act with its moment. `who` is empty if it was not recorded; `until` is the time at which
    the chair meant to resume.
    """

    at: datetime
    act: ChairAct
    who: str = ""
    capacity: str = ""
    until: datetime | None = None

    @property
    def name(self) -> str:
        return str(ACT_NAMES[self.act])


def course_of(meeting: Meeting) -> list[CourseEntry]:
    """Return the course of the meeting in order, in three SQL statements. It is empty if nobody has
    opened the meeting or taken its chair.
    """
    room = db.session.scalar(
        select(MeetingRoom)
        .where(MeetingRoom.meeting_id == meeting.id)
        .options(joinedload(MeetingRoom.opened_by))
    )
    entries = []
    if room and room.opened_at:
        entries.append(CourseEntry(room.opened_at, ChairAct.OPENED, _name(room.opened_by)))
    breaks = db.session.scalars(
        select(MeetingBreak)
        .where(MeetingBreak.meeting_id == meeting.id)
        .options(joinedload(MeetingBreak.began_by), joinedload(MeetingBreak.ended_by))
        .order_by(MeetingBreak.id)
    ).all()
    begun = {each.began_at for each in breaks}
    for each in breaks:
        entries.append(
            CourseEntry(each.began_at, STOPPED[each.kind], _name(each.began_by), until=each.until)
        )
        if each.ended_at and each.ended_at not in begun:
            entries.append(CourseEntry(each.ended_at, ChairAct.RESUMED, _name(each.ended_by)))
    in_chair = db.session.scalars(
        select(Presiding)
        .where(Presiding.meeting_id == meeting.id)
        .options(joinedload(Presiding.person))
        .order_by(Presiding.id)
    )
    for one in in_chair:
        who = (one.person.name, one.capacity)
        entries.append(CourseEntry(one.began_at, ChairAct.TOOK_CHAIR, *who))
        if one.ended_at:
            entries.append(CourseEntry(one.ended_at, ChairAct.LEFT_CHAIR, *who))
    return sorted(entries, key=lambda entry: (entry.at, entry.act))


def course_in_words(meeting: Meeting) -> list[str]:
    """Return a line for each day, by the clock of the place: “2 June: opened at 09:31, suspended at
    10:30.”
    """
    days: dict[date, list[str]] = {}
    for entry in course_of(meeting):
        local = entry.at.astimezone(meeting.time_zone)
        words = str(ACTS_IN_WORDS[entry.act]) % {
            "time": f"{local:%H:%M}",
            "who": entry.who,
            "capacity": entry.capacity,
        }
        days.setdefault(local.date(), []).append(words)
    return [
        _("%(day)s: %(acts)s.", day=day(each), acts=comma().join(acts))
        for each, acts in days.items()
    ]


def _name(person: Person | None) -> str:
    return person.name if person else ""

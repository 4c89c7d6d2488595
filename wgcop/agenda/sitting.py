"""The state of a sitting: whether the meeting sits, who presides, and which item is on the floor."""

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, String, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import Base, db


class MeetingRoom(Base):
    """The state of a room. `item` is the item whose timer runs; `minutes_each` is the longest
    duration of an intervention.

    If `opened_at` is None, nobody has opened the meeting.
    """

    __tablename__ = "meeting_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), unique=True
    )
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    minutes_each: Mapped[int | None]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    opened_by: Mapped[Person | None] = relationship()


class BreakKind(enum.StrEnum):
    """The ways in which a meeting stops sitting."""

    SUSPENDED = "suspended"
    ADJOURNED = "adjourned"
    """The meeting is adjourned until its next session."""
    CLOSED = "closed"


class Sitting(enum.StrEnum):
    """The state of the sitting on a day of the meeting."""

    NOT_OPENED = "not-opened"
    SITS = "sits"
    SUSPENDED = BreakKind.SUSPENDED.value
    ADJOURNED = BreakKind.ADJOURNED.value
    CLOSED = BreakKind.CLOSED.value

    @property
    def has_floor(self) -> bool:
        """Whether an item can be on the floor: in a break it stays there; before the opening and
        after the closing there is no item on the floor.
        """
        return self not in (Sitting.NOT_OPENED, Sitting.CLOSED)


SITTING_NAMES = {
    Sitting.NOT_OPENED: _l("Not opened yet"),
    Sitting.SITS: _l("On now"),
    Sitting.SUSPENDED: _l("In a break"),
    Sitting.ADJOURNED: _l("Adjourned"),
    Sitting.CLOSED: lazy_pgettext("a meeting", "Closed"),
}


def sitting_name(sitting: Sitting) -> str:
    return str(SITTING_NAMES[sitting])


class MeetingBreak(Base):
    """A time in which the meeting does not sit. `until` is the time at which the chair means to
    resume; the break ends only when the chair does so.
    """

    __tablename__ = "meeting_break"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[BreakKind] = mapped_column(default=BreakKind.SUSPENDED)
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    began_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The person who began the break; None for old breaks, made before this was recorded."""
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    began_by: Mapped[Person | None] = relationship(foreign_keys=began_by_id)
    ended_by: Mapped[Person | None] = relationship(foreign_keys=ended_by_id)


class Presiding(Base):
    """The time in which somebody is in the chair, until they give it back or somebody else takes
    it. `capacity` is the office that they preside in.
    """

    __tablename__ = "presiding"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    began_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


def sitting_of(meeting: Meeting) -> Sitting:
    """Return the state of the sitting, determined only by the acts of the chair, whatever the day."""
    stand = db.session.execute(
        select(MeetingRoom.opened_at, MeetingBreak.kind)
        .outerjoin(
            MeetingBreak,
            and_(
                MeetingBreak.meeting_id == MeetingRoom.meeting_id, MeetingBreak.ended_at.is_(None)
            ),
        )
        .where(MeetingRoom.meeting_id == meeting.id)
        .order_by(MeetingBreak.id.desc())
        .limit(1)
    ).one_or_none()
    if stand is None or stand.opened_at is None:
        return Sitting.NOT_OPENED
    return Sitting(stand.kind.value) if stand.kind else Sitting.SITS


def presiding_in(meeting: Meeting) -> Presiding | None:
    """Return the person who has taken the chair, if the meeting is in progress and they still hold
    an office for it. With None, the group's own chair presides.
    """
    if meeting.moment != Moment.NOW:
        return None
    presiding = db.session.scalar(
        select(Presiding)
        .where(Presiding.meeting_id == meeting.id, Presiding.ended_at.is_(None))
        .order_by(Presiding.id.desc())
        .limit(1)
        .options(joinedload(Presiding.person).selectinload(Person.offices))
    )
    if presiding is None or not presiding.person.is_active:
        return None
    return presiding if presiding.person.office_to_preside(meeting.group) else None

"""The tables of the room: requests for the floor, timers, acts of the gavel, and announcements."""

import enum
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, Text, and_, exists, or_, select
from sqlalchemy.orm import (
    Mapped,
    column_property,
    composite,
    declared_attr,
    joinedload,
    mapped_column,
    relationship,
)

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.database import Base, db
from wgcop.meetings.groups.models import GroupMember
from wgcop.meetings.models import AgendaItem
from wgcop.meetings.room.speakers import FloorKind, Speaker
from wgcop.meetings.room.timers import Timer


class RequestState(enum.StrEnum):
    """The state of a request for the floor."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    INTERRUPTED = "interrupted"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"


class WithTimer:
    """A row with a timer, which is stored in four columns."""

    allowed: Mapped[timedelta | None]
    spent: Mapped[timedelta]
    since: Mapped[datetime | None]
    held: Mapped[bool]

    @declared_attr
    def timer(cls) -> Mapped[Timer]:
        return composite(Timer, "allowed", "spent", "since", "held")


class FloorRequest(WithTimer, Base):
    """A request for the floor on an item, and later the intervention itself, with its time.

    `capacity` is what the person speaks as: their title in the delegation, or their office. Without
    a person, the chair has put the delegation on the list.
    """

    __tablename__ = "floor_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[FloorKind] = mapped_column(default=FloorKind.INTERVENTION)
    state: Mapped[RequestState] = mapped_column(default=RequestState.WAITING)
    place: Mapped[int] = mapped_column(default=0)
    """The position among those who wait."""
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_outside: Mapped[bool] = column_property(
        exists()
        .where(
            AgendaItem.id == item_id,
            Meeting.id == AgendaItem.meeting_id,
            Group.id == Meeting.group_id,
            Group.open_to_all.is_(False),
            delegation_id.is_not(None),
            ~exists()
            .where(
                GroupMember.group_id == Group.id,
                or_(
                    GroupMember.delegation_id == delegation_id,
                    GroupMember.person_id == person_id,
                ),
            )
            .correlate_except(GroupMember),
        )
        .correlate_except(AgendaItem, Meeting, Group, GroupMember)
    )
    """Whether the person speaks for a delegation that is no member of the group, if the members of
    the group are named.
    """

    item: Mapped[AgendaItem] = relationship()
    person: Mapped[Person | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()

    @property
    def speaks_for(self) -> str:
        """The name of the delegation or, for an officer, of the office."""
        return self.delegation.name if self.delegation else self.capacity

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.id, self.speaks_for, self.kind)

    def asks_the_same_as(self, other: "FloorRequest") -> bool:
        return self.speaker[1:] == other.speaker[1:]

    @property
    def dom_id(self) -> str:
        return f"floor-request-{self.id}"

    def take_floor(self, *, allowed: timedelta | None) -> None:
        """Give the floor to the request. After an interruption the same intervention goes on, with
        its time.
        """
        now = clock.now()
        if self.given_at is None:
            self.given_at, self.timer = now, Timer(allowed)
        self.state, self.ended_at = RequestState.SPEAKING, None
        self.timer = self.timer.started(now)

    def wait_again(self) -> None:
        """Put the request back on the list, when the floor was given too early."""
        self.state, self.given_at, self.timer = RequestState.WAITING, None, Timer()

    def interrupt(self) -> None:
        self.state, self.ended_at = RequestState.INTERRUPTED, None
        self.timer = self.timer.paused(clock.now())

    def end(self) -> None:
        now = clock.now()
        self.state, self.ended_at, self.timer = RequestState.SPOKEN, now, self.timer.paused(now)


class ItemFloor(WithTimer, Base):
    """The speakers' list of an item, and the time that the meeting has spent on the item."""

    __tablename__ = "item_floor"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True
    )
    list_closed: Mapped[bool] = mapped_column(default=False)

    item: Mapped[AgendaItem] = relationship()


class MeetingRoom(Base):
    """The state of a room. `item` is the item whose timer runs; `minutes_each` is how long an
    intervention may last.

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
    """Until the next session."""
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
        after the closing there is none.
        """
        return self not in (Sitting.NOT_OPENED, Sitting.CLOSED)


SITTING_NAMES = {
    Sitting.NOT_OPENED: _l("Not opened yet"),
    Sitting.SITS: _l("On now"),
    Sitting.SUSPENDED: _l("In a break"),
    Sitting.ADJOURNED: _l("Adjourned"),
    Sitting.CLOSED: _l("Closed"),
}


def sitting_name(sitting: Sitting) -> str:
    return str(SITTING_NAMES[sitting])


class MeetingBreak(Base):
    """A time in which the meeting does not sit. `until` is when the chair means to go on; the break
    ends only when the chair does so.
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
    """Return the state of the sitting by the acts of the chair alone, whatever the day."""
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
    """Return who has taken the chair, if the meeting is in progress and they still hold an office
    for it. With None, the group's own chair presides.
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


class RoomAnnouncement(Base):
    """An announcement of the chair to everybody in the room, until it is taken down or replaced."""

    __tablename__ = "room_announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship()

"""The tables of the room: requests for the floor, timers, and announcements."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, exists, or_
from sqlalchemy.orm import (
    Mapped,
    column_property,
    composite,
    declared_attr,
    mapped_column,
    relationship,
)

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.roles import title_in_words
from wgcop.agenda.group_members import GroupMember
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Group, Meeting
from wgcop.database import WORDS, Base
from wgcop.floor.speakers import FloorKind, Speaker
from wgcop.floor.timers import Timer


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

    `capacity` is the capacity in which the person speaks: their title in the delegation, or their
    office. If there is no person, the chair has put the delegation on the list.
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
    """Whether the group names its members, and the person speaks for a delegation that is not one
    of them.
    """

    item: Mapped[AgendaItem] = relationship()
    person: Mapped[Person | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()

    @property
    def speaks_for(self) -> str:
        """The name of the delegation or, for an officer, of the office."""
        return self.delegation.name if self.delegation else self.capacity

    @property
    def shown_name(self) -> str:
        """The same in the reader's language."""
        return self.delegation.shown_name if self.delegation else title_in_words(self.capacity)

    @property
    def speaker(self) -> Speaker:
        return Speaker(self.id, self.speaks_for, self.kind)

    def asks_the_same_as(self, other: "FloorRequest") -> bool:
        return self.speaker[1:] == other.speaker[1:]

    @property
    def dom_id(self) -> str:
        return f"floor-request-{self.id}"

    def take_floor(self, *, allowed: timedelta | None) -> None:
        """Give the floor to the request. After an interruption the same intervention continues,
        with its time.
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
    told_next_at: Mapped[datetime | None]
    """The time at which those who brought papers to the item were told by letter that it is next.
    """

    item: Mapped[AgendaItem] = relationship()


class RoomAnnouncement(Base):
    """An announcement of the chair to everybody in the room, until it is taken down or replaced."""

    __tablename__ = "room_announcement"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text, info=WORDS)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    removed_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship()

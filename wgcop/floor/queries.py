"""The state of a room: the item on the floor, its speakers' list, breaks, announcements and
speaking times.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.agenda.agendas import Agenda, agenda_of
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import item_of
from wgcop.agenda.rows import AgendaRow
from wgcop.agenda.sitting import MeetingBreak, MeetingRoom, Presiding, Sitting, presiding_in
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.floor.models import FloorRequest, ItemFloor, RequestState, RoomAnnouncement
from wgcop.floor.speakers import SpeakersList, SpeakingTime, speaking_times
from wgcop.floor.timers import Timer
from wgcop.outcomes.queries import agreed_at
from wgcop.outcomes.wordings import ItemWording

SPOKE = (RequestState.SPEAKING, RequestState.INTERRUPTED, RequestState.SPOKEN)


@dataclass(frozen=True)
class ItemSpeakers:
    """All requests for the floor on one item, in the order of arrival."""

    requests: Sequence[FloorRequest]
    list_closed: bool = False

    def _in(self, *states: RequestState) -> list[FloorRequest]:
        return [each for each in self.requests if each.state in states]

    @property
    def speaking(self) -> FloorRequest | None:
        return next(iter(self._in(RequestState.SPEAKING)), None)

    @property
    def interrupted(self) -> FloorRequest | None:
        return next(iter(self._in(RequestState.INTERRUPTED)), None)

    @property
    def waiting(self) -> list[FloorRequest]:
        return sorted(self._in(RequestState.WAITING), key=lambda each: (each.place, each.id))

    @property
    def spoken(self) -> list[FloorRequest]:
        """The requests that were given the floor, in that order."""
        return sorted(self._in(*SPOKE), key=lambda each: (each.given_at or each.asked_at, each.id))

    @property
    def ended(self) -> FloorRequest | None:
        """The request whose intervention ended last, or None."""
        ended = [each for each in self._in(RequestState.SPOKEN) if each.ended_at]
        return max(ended, key=lambda each: (each.ended_at, each.id), default=None)

    @property
    def speakers(self) -> SpeakersList:
        return SpeakersList(
            waiting=tuple(each.speaker for each in self.waiting),
            speaking=self.speaking.speaker if self.speaking else None,
            interrupted=self.interrupted.speaker if self.interrupted else None,
            is_closed=self.list_closed,
        )

    @property
    def times(self) -> dict[str, SpeakingTime]:
        return times_of(self.spoken)


def times_of(
    requests: Sequence[FloorRequest], *, over: datetime | None = None
) -> dict[str, SpeakingTime]:
    """Return the speaking times by delegation, from requests that were given the floor. If the
    meeting is `over`, timers that still run count until then.
    """
    timers = ((each.speaks_for, each.timer) for each in requests)
    spoke = ((name, timer.paused(over) if over else timer) for name, timer in timers)
    return speaking_times(spoke, clock.now())


def over_since(meeting: Meeting) -> datetime | None:
    """Return the end of the last day of the meeting, or None before it. Nobody speaks after that,
    even if nobody has ended the last intervention or closed the meeting. A last day without a
    session counts as a whole.
    """
    if meeting.moment != Moment.PAST:
        return None
    _, end_of_last_day, _ = meeting.turning_points
    last = (session.end for session in meeting.sessions if session.day == meeting.ends_on)
    return max(last, default=end_of_last_day)


@dataclass(frozen=True)
class Room:
    """The data of the room's page. Each part is queried only when it is shown."""

    meeting: Meeting
    settings: MeetingRoom | None

    @cached_property
    def agenda(self) -> Agenda:
        """The agenda as members see it."""
        return agenda_of(self.meeting, frozenset({"public", "members"}))

    @cached_property
    def item_id(self) -> int | None:
        """The id of the item on the floor, or None."""
        if self.meeting.moment != Moment.NOW:
            return None
        kept = self.settings.item_id if self.settings else None
        return kept if kept is not None else self.agenda.current

    @cached_property
    def row(self) -> AgendaRow | None:
        return next((row for row in self.agenda if row.item.id == self.item_id), None)

    @cached_property
    def agreed(self) -> Sequence[ItemWording]:
        """The wordings that were agreed under the item on the floor."""
        return agreed_at(self.item_id) if self.item_id else ()

    @cached_property
    def timer(self) -> Timer:
        """The timer of the item on the floor."""
        return self._kept.timer if self._kept else Timer()

    @cached_property
    def speakers(self) -> ItemSpeakers:
        closed = self._kept.list_closed if self._kept else False
        return ItemSpeakers([each for each in self._asked if each.item_id == self.item_id], closed)

    @cached_property
    def times(self) -> dict[str, SpeakingTime]:
        """The speaking times of each delegation in the whole meeting."""
        spoke = [each for each in self._asked if each.state in SPOKE]
        return times_of(spoke, over=over_since(self.meeting))

    @cached_property
    def sitting(self) -> Sitting | None:
        """The state of the sitting, or None outside the days of the meeting. It is derived from
        `pause`, so that the two agree.
        """
        if self.meeting.moment != Moment.NOW:
            return None
        if self.settings is None or self.settings.opened_at is None:
            return Sitting.NOT_OPENED
        return Sitting(self.pause.kind.value) if self.pause else Sitting.SITS

    @cached_property
    def pause(self) -> MeetingBreak | None:
        """The break, adjournment or closing that is in force, or None."""
        return current_break(self.meeting) if self.meeting.moment == Moment.NOW else None

    @cached_property
    def presiding(self) -> Presiding | None:
        """The person who has taken the chair, or None."""
        return presiding_in(self.meeting)

    @cached_property
    def announcement(self) -> RoomAnnouncement | None:
        """The current announcement, or None. It is not shown after the meeting."""
        return announcement_in(self.meeting) if self.meeting.moment == Moment.NOW else None

    @property
    def minutes_each(self) -> int | None:
        return self.settings.minutes_each if self.settings else None

    @property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def _kept(self) -> ItemFloor | None:
        return db.session.get(ItemFloor, self.item_id) if self.item_id else None

    @cached_property
    def _asked(self) -> Sequence[FloorRequest]:
        return db.session.scalars(
            _requests()
            .join(AgendaItem, AgendaItem.id == FloorRequest.item_id)
            .where(
                AgendaItem.meeting_id == self.meeting.id,
                FloorRequest.state != RequestState.WITHDRAWN,
            )
        ).all()


def room_of(meeting: Meeting) -> Room:
    kept = select(MeetingRoom).where(MeetingRoom.meeting_id == meeting.id)
    return Room(meeting, db.session.scalar(kept))


def item_on_floor(meeting: Meeting) -> AgendaItem | None:
    current = room_of(meeting).item_id
    return item_of(meeting, current) if current else None


def speakers_of(item: AgendaItem) -> ItemSpeakers:
    """Return the speakers of an item for its page, in two SQL statements."""
    kept = db.session.get(ItemFloor, item.id)
    asked = db.session.scalars(
        _requests().where(
            FloorRequest.item_id == item.id, FloorRequest.state != RequestState.WITHDRAWN
        )
    )
    return ItemSpeakers(asked.all(), kept.list_closed if kept else False)


def request_by_id(meeting: Meeting, request_id: int) -> FloorRequest | None:
    return db.session.scalar(
        _requests()
        .join(AgendaItem, AgendaItem.id == FloorRequest.item_id)
        .where(FloorRequest.id == request_id, AgendaItem.meeting_id == meeting.id)
    )


def current_break(meeting: Meeting) -> MeetingBreak | None:
    return db.session.scalar(
        select(MeetingBreak)
        .where(MeetingBreak.meeting_id == meeting.id, MeetingBreak.ended_at.is_(None))
        .order_by(MeetingBreak.id.desc())
        .limit(1)
    )


def announcement_in(meeting: Meeting) -> RoomAnnouncement | None:
    return db.session.scalar(
        select(RoomAnnouncement)
        .where(RoomAnnouncement.meeting_id == meeting.id, RoomAnnouncement.removed_at.is_(None))
        .order_by(RoomAnnouncement.id.desc())
        .limit(1)
    )


def _requests() -> Select[FloorRequest]:
    return (
        select(FloorRequest)
        .options(joinedload(FloorRequest.delegation), joinedload(FloorRequest.person))
        .order_by(FloorRequest.id)
    )

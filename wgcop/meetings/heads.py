"""The head of a meeting's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from wgcop import clock
from wgcop.agenda import policy
from wgcop.agenda.meeting_fields import FIELDS
from wgcop.agenda.models import MeetingMove
from wgcop.agenda.sessions import SittingDays, sitting_days
from wgcop.agenda.sitting import Sitting, sitting_of
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.fields.showing import ShownFact, shown_facts
from wgcop.meetings.deadlines import MeetingDeadline, deadlines_of_meeting
from wgcop.numbering.deadlines.models import rule_of
from wgcop.registration.queries import Attending, number_registered

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Head:
    """The head of a meeting's page."""

    meeting: Meeting
    moves: Sequence[MeetingMove]
    """The recent changes of time or place, latest first."""
    registered: Attending | None
    """The number of people who registered, or None for readers who may not know it."""
    sitting_now: Sitting | None
    """The state of the sitting, or None outside the days of the meeting."""
    available_by: datetime | None
    """The time by which the group promises the agenda and the documents, or None."""

    @property
    def facts(self) -> list[ShownFact]:
        return shown_facts(self.meeting, FIELDS)

    @property
    def for_members(self) -> bool:
        return self.registered is not None

    @property
    def moves_in_words(self) -> list[str]:
        """A description, in sentences, of the difference from the state before all recent changes;
        empty if everything is as it was before.
        """
        if not self.moves:
            return []
        oldest = self.moves[-1]
        knew = next((move for move in reversed(self.moves) if move.sitting), oldest)
        sessions = knew.sessions_in_words(self.meeting) if knew is not oldest else []
        return [*oldest.in_words(self.meeting), *sessions]

    @property
    def has_begun(self) -> bool:
        """Whether the meeting has been opened; this holds on the following days too."""
        return self.sitting_now not in (None, Sitting.NOT_OPENED)

    @property
    def sitting(self) -> list[SittingDays]:
        return sitting_days(self.meeting)

    @property
    def changes_in(self) -> int | None:
        """Seconds until the head changes without an event, or None."""
        promised = [self.available_by] if self.available_by else []
        return clock.seconds_to_next([*self.meeting.turning_points, *promised])

    @property
    def is_agenda_late(self) -> bool:
        late = self.available_by is not None and clock.now() > self.available_by
        return late and not self.meeting.agenda_published

    @property
    def deadlines(self) -> list[MeetingDeadline]:
        """The deadlines of the meeting; none when it is over."""
        if self.meeting.moment == Moment.PAST:
            return []
        return deadlines_of_meeting(self.meeting, self.available_by, for_members=self.for_members)


def head_of(meeting: Meeting, audiences: frozenset[str]) -> Head:
    may_know = policy.can_see_participants(audiences)
    return Head(
        meeting,
        moves_lately(meeting),
        number_registered(meeting) if may_know else None,
        sitting_of(meeting) if meeting.moment == Moment.NOW else None,
        available_by(meeting),
    )


def available_by(meeting: Meeting) -> datetime | None:
    if meeting.moment == Moment.PAST:
        return None
    promised = rule_of(meeting.group).available_by(meeting.starts_on, meeting.zone)
    return promised.astimezone(UTC) if promised else None


def moves_lately(meeting: Meeting) -> list[MeetingMove]:
    """Return the last change of time or place and those of the seven days before it, latest first.

    A meeting is often moved in several steps, and few people look at its page between two of them.
    """
    moves = db.session.scalars(
        select(MeetingMove)
        .where(MeetingMove.meeting_id == meeting.id)
        .order_by(MeetingMove.id.desc())
    ).all()
    return [move for move in moves if move.changed_at >= moves[0].changed_at - LATELY]

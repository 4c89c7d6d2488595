"""The times of the items of an agenda, calculated from sessions, durations and fixed starts (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wgcop.agenda.outline import AgendaOutline


@dataclass(frozen=True)
class SlotTiming:
    """The timing that the secretariat set for an item: its duration in minutes (None: open) and a
    fixed start.
    """

    minutes: int | None = None
    fixed: datetime | None = None


@dataclass(frozen=True, order=True)
class SessionSpan:
    """Start and end of a session, in UTC. Two sessions are separated by a break."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class TimeSlot:
    """The time of an item. `minutes` is its own duration or the sum of what lies below it;
    `overlap` is how many minutes too early a fixed start is for the items ahead of it.

    `after_break` is how many of its minutes remain when the session in which it begins ends, and
    `beyond` how many do not fit into the sessions of the meeting at all.
    """

    start: datetime
    end: datetime
    minutes: int
    is_fixed: bool = False
    overlap: int = 0
    after_break: int = 0
    beyond: int = 0

    @property
    def fits(self) -> bool:
        return self.beyond == 0


@dataclass(frozen=True)
class SessionSpans:
    """The sessions of a meeting in order, without overlaps. Without sessions, time runs on without
    a break.
    """

    all: tuple[SessionSpan, ...] = ()

    @classmethod
    def of(cls, sessions: Sequence[tuple[datetime, datetime]]) -> "SessionSpans":
        return cls(
            tuple(sorted(SessionSpan(a.astimezone(UTC), b.astimezone(UTC)) for a, b in sessions))
        )

    def begin(self, moment: datetime) -> datetime:
        """Return the first moment from `moment` on at which a session sits. After the last session,
        time runs on.
        """
        for each in self.all:
            if moment < each.end:
                return max(moment, each.start)
        return moment

    def during(self, moment: datetime) -> SessionSpan | None:
        return next((each for each in self.all if each.start <= moment < each.end), None)

    def end_of(self, start: datetime, minutes: int) -> datetime:
        """Return the moment at which this many minutes of work are done. Breaks interrupt the work,
        unless it begins in one.
        """
        left = timedelta(minutes=minutes)
        if self.during(start) is None:
            return start + left
        moment = start
        for each in self.all:
            if each.end <= moment:
                continue
            moment = max(moment, each.start)
            if moment + left <= each.end:
                return moment + left
            left -= each.end - moment
            moment = each.end
        return moment + left

    def left_after_break(self, start: datetime, minutes: int) -> int:
        """Return how many of the minutes come after the session in which they begin."""
        session = self.during(start)
        if session is None:
            return 0
        return max(0, minutes - _minutes(session.end - start))

    def beyond(self, start: datetime, end: datetime) -> int:
        """Return how many minutes between `start` and `end` lie after the last session."""
        if not self.all:
            return 0
        return max(0, _minutes(end - max(start, self.all[-1].end)))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def schedule(
    opening: datetime,
    outline: AgendaOutline,
    timings: Mapping[int, SlotTiming],
    spans: SessionSpans | None = None,
) -> dict[int, TimeSlot]:
    """Return a slot for every item. All times are in UTC, so that a change to summer time does not
    move anything.
    """
    sits = spans or SessionSpans()
    slots: dict[int, TimeSlot] = {}

    def run(item: int, clock: datetime) -> datetime:
        timing = timings.get(item, SlotTiming())
        start = timing.fixed.astimezone(UTC) if timing.fixed else sits.begin(clock)
        end = start
        for child in outline.below(item):
            end = run(child, end)
        minutes = timing.minutes
        if minutes is None:
            minutes = sum(slots[child].minutes for child in outline.below(item))
        else:
            # An item's own duration counts, whatever the sum of its parts.
            end = sits.end_of(start, minutes)
        overlap = max(0, _minutes(clock - start)) if timing.fixed else 0
        is_leaf = not outline.below(item)
        slots[item] = TimeSlot(
            start,
            end,
            minutes,
            timing.fixed is not None,
            overlap,
            sits.left_after_break(start, minutes) if is_leaf else 0,
            sits.beyond(start, end) if is_leaf else 0,
        )
        return end

    clock = opening.astimezone(UTC)
    for item in outline.below(None):
        clock = run(item, clock)
    return slots

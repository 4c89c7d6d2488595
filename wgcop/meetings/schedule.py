"""When each item of an agenda comes up, from the sessions, the durations and the fixed starts (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wgcop.meetings.outline import AgendaOutline


@dataclass(frozen=True)
class SlotTiming:
    """What the secretariat set for an item: how many minutes it takes (None: open), and a fixed start."""

    minutes: int | None = None
    fixed: datetime | None = None


@dataclass(frozen=True, order=True)
class SessionSpan:
    """From when until when a session sits, in UTC. Between two of them is a break."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class TimeSlot:
    """`minutes` is the item's own duration or the sum of what lies below it; `overlap` is how many
    minutes a fixed start comes before everything ahead of it is through.

    `after_break` is how many of its minutes are left when the session in which it begins is over, and
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
    """The sessions of a meeting in order, none of which overlap. Without any, time runs on without a break."""

    all: tuple[SessionSpan, ...] = ()

    @classmethod
    def of(cls, sessions: Sequence[tuple[datetime, datetime]]) -> "SessionSpans":
        return cls(
            tuple(sorted(SessionSpan(a.astimezone(UTC), b.astimezone(UTC)) for a, b in sessions))
        )

    def begin(self, moment: datetime) -> datetime:
        """The first moment from then on at which a session sits. After the last one, time runs on."""
        for each in self.all:
            if moment < each.end:
                return max(moment, each.start)
        return moment

    def during(self, moment: datetime) -> SessionSpan | None:
        return next((each for each in self.all if each.start <= moment < each.end), None)

    def end_of(self, start: datetime, minutes: int) -> datetime:
        """When so many minutes of work are through: a break interrupts them, unless they begin in one."""
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
        """How many of the minutes come after the session in which they begin."""
        session = self.during(start)
        if session is None:
            return 0
        return max(0, minutes - _minutes(session.end - start))

    def beyond(self, start: datetime, end: datetime) -> int:
        """How many minutes of it are after the last session."""
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
    """A slot for every item, in UTC, so that a change to summer time does not move anything."""
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

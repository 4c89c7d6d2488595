"""When each item of an agenda comes up, from the opening, the durations and the fixed starts (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wgcop.meetings.outline import AgendaOutline


@dataclass(frozen=True)
class SlotTiming:
    """What the secretariat set for an item: how many minutes it takes (None: open), and a fixed start."""

    minutes: int | None = None
    fixed: datetime | None = None


@dataclass(frozen=True)
class TimeSlot:
    """`minutes` is the item's own duration or the sum of what lies below it; `overlap` is how many
    minutes a fixed start comes before everything ahead of it is through."""

    start: datetime
    end: datetime
    minutes: int
    is_fixed: bool = False
    overlap: int = 0


def schedule(
    opening: datetime, outline: AgendaOutline, timings: Mapping[int, SlotTiming]
) -> dict[int, TimeSlot]:
    """A slot for every item, in UTC, so that a change to summer time does not move anything."""
    slots: dict[int, TimeSlot] = {}

    def run(item: int, clock: datetime) -> datetime:
        timing = timings.get(item, SlotTiming())
        start = timing.fixed.astimezone(UTC) if timing.fixed else clock
        end = start
        for child in outline.below(item):
            end = run(child, end)
        minutes = timing.minutes
        if minutes is None:
            minutes = sum(slots[child].minutes for child in outline.below(item))
        else:
            # An item's own duration counts, whatever the sum of its parts.
            end = start + timedelta(minutes=minutes)
        overlap = max(0, int((clock - start).total_seconds() // 60)) if timing.fixed else 0
        slots[item] = TimeSlot(start, end, minutes, timing.fixed is not None, overlap)
        return end

    clock = opening.astimezone(UTC)
    for item in outline.below(None):
        clock = run(item, clock)
    return slots

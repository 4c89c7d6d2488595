"""Meetings that sit at the same time (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class TimeOfSitting:
    """A stretch of time in which a meeting sits. Both times have a time zone; two meetings may be
    in different ones.
    """

    meeting: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class SameTime:
    """Another meeting and the time that both have in common, in UTC."""

    meeting: int
    start: datetime
    end: datetime


def same_times(sittings: Iterable[TimeOfSitting]) -> dict[TimeOfSitting, list[SameTime]]:
    """Return for each sitting the overlapping sittings of other meetings, earliest first. A sitting
    that ends when another begins does not overlap.
    """
    in_order = sorted(
        sittings, key=lambda sitting: (sitting.start.astimezone(UTC), sitting.meeting)
    )
    found: dict[TimeOfSitting, list[SameTime]] = {each: [] for each in in_order}
    under_way: list[TimeOfSitting] = []
    for each in in_order:
        start = each.start.astimezone(UTC)
        under_way = [one for one in under_way if one.end.astimezone(UTC) > start]
        for other in under_way:
            end = min(other.end.astimezone(UTC), each.end.astimezone(UTC))
            if other.meeting != each.meeting and end > start:
                found[each].append(SameTime(other.meeting, start, end))
                found[other].append(SameTime(each.meeting, start, end))
        under_way.append(each)
    return found

"""The course of the count: how many brackets were open after each change (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class CountMove:
    """A change that opened or lifted a bracket, and the title of the meeting that was on."""

    at: datetime
    adds: int
    meeting: str = ""


@dataclass(frozen=True)
class CountPoint:
    """The number of open brackets from a moment on."""

    at: datetime
    open: int


@dataclass(frozen=True)
class CountDay:
    """A day on which brackets were opened or lifted, and how many were open at its end."""

    day: date
    opened: int
    lifted: int
    open: int
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountCourse:
    """The count from the first change on, or within a time, which then begins with the count at its
    beginning.
    """

    points: Sequence[CountPoint] = ()
    days: Sequence[CountDay] = ()

    @property
    def now(self) -> int:
        return self.points[-1].open if self.points else 0

    @property
    def highest(self) -> CountPoint | None:
        """The moment since which most brackets were open, the first one of several."""
        return max(self.points, key=lambda each: each.open, default=None)


def course_of(
    moves: Iterable[CountMove], *, since: datetime | None = None, until: datetime | None = None
) -> CountCourse:
    """Return the course of these moves, or of the part of it in a time."""
    points: list[CountPoint] = []
    days: dict[date, CountDay] = {}
    count = 0
    for move in sorted(moves, key=lambda each: each.at):
        if until is not None and move.at >= until:
            break
        count += move.adds
        if since is not None and move.at < since:
            continue
        if not points and since is not None:
            points.append(CountPoint(since, count - move.adds))
        points.append(CountPoint(move.at, count))
        before = days.get(move.at.date()) or CountDay(move.at.date(), 0, 0, 0)
        named = (*before.meetings, move.meeting) if move.meeting else before.meetings
        days[move.at.date()] = CountDay(
            before.day,
            before.opened + (move.adds > 0),
            before.lifted + (move.adds < 0),
            count,
            tuple(dict.fromkeys(named)),
        )
    if not points and since is not None:
        points.append(CountPoint(since, count))
    return CountCourse(points, list(days.values()))

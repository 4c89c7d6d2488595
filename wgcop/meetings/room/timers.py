"""A timer that everybody sees alike: stored as moments of the server, counted wherever it is shown (pure)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Self

NONE = timedelta(0)


@dataclass(frozen=True)
class Timer:
    """`spent` is what it had counted when it last began, at `since`. Without `allowed` it only counts up.

    A break holds a timer that is running; with the end of the break it goes on.
    """

    allowed: timedelta | None = None
    spent: timedelta = NONE
    since: datetime | None = None
    held: bool = False

    @property
    def is_running(self) -> bool:
        return self.since is not None

    @property
    def is_used(self) -> bool:
        return self.is_running or self.held or self.spent > NONE

    def spent_at(self, now: datetime) -> timedelta:
        """Never less than before: the clocks of two servers may differ a little."""
        return self.spent + max(NONE, now - self.since) if self.since else self.spent

    def left_at(self, now: datetime) -> timedelta | None:
        """Less than nothing when the time is over."""
        return None if self.allowed is None else self.allowed - self.spent_at(now)

    def started(self, now: datetime) -> Self:
        return self if self.is_running else replace(self, since=now, held=False)

    def paused(self, now: datetime) -> Self:
        return replace(self, spent=self.spent_at(now), since=None, held=False)

    def held_at(self, now: datetime) -> Self:
        """A break begins."""
        return replace(self.paused(now), held=True) if self.is_running else self

    def released(self, now: datetime) -> Self:
        """The break is over. What the chair had paused stays so."""
        return self.started(now) if self.held else self

    def with_more(self, more: timedelta, now: datetime) -> Self:
        """Less, if `more` is negative. Without a limit, it counts from what is spent by now."""
        allowed = self.spent_at(now) if self.allowed is None else self.allowed
        return replace(self, allowed=max(NONE, allowed + more))


TimerChange = Callable[[Timer, datetime], Timer]


class ClockSample(NamedTuple):
    """A page asked the server for its time: when it asked, what the server said, when the answer came.

    The first and the last are of the page's own clock, which may show anything.
    """

    asked: float
    said: float
    answered: float


def ahead_of(samples: Iterable[ClockSample]) -> float:
    """By how much the server's clock is ahead of the page's, from the answer that came soonest.

    The answer was given at some moment between the two of the page, so this is wrong by at most half
    of the time between them. The pages calculate the same in `static/js/meetings/server-clock.js`.
    """
    best = min(samples, key=lambda sample: sample.answered - sample.asked)
    return best.said - (best.asked + best.answered) / 2

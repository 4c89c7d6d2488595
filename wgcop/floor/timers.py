"""A timer that is the same for everybody: stored as times of the server, and counted where it is
shown (pure).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Self

NONE = timedelta(0)


@dataclass(frozen=True)
class Timer:
    """A timer. `spent` is the time counted until it was last started, at `since`. If `allowed` is
    None, it only counts up.

    A break holds a timer that is running; it runs again when the break ends.
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
        """Return the time spent so far. It is never less than `spent`, even if the clocks of two
        servers differ a little.
        """
        return self.spent + max(NONE, now - self.since) if self.since else self.spent

    def left_at(self, now: datetime) -> timedelta | None:
        """Return the remaining time, negative once it is exceeded, or None if there is no limit."""
        return None if self.allowed is None else self.allowed - self.spent_at(now)

    def started(self, now: datetime) -> Self:
        return self if self.is_running else replace(self, since=now, held=False)

    def paused(self, now: datetime) -> Self:
        return replace(self, spent=self.spent_at(now), since=None, held=False)

    def held_at(self, now: datetime) -> Self:
        """Hold a running timer, as a break begins."""
        return replace(self.paused(now), held=True) if self.is_running else self

    def released(self, now: datetime) -> Self:
        """Start the timer again after a break, if the break held it. One that the chair had paused
        stays paused.
        """
        return self.started(now) if self.held else self

    def with_more(self, more: timedelta, now: datetime) -> Self:
        """Add to the allowed time, or subtract from it if `more` is negative. Without a limit so
        far, the new limit counts from now.
        """
        allowed = self.spent_at(now) if self.allowed is None else self.allowed
        return replace(self, allowed=max(NONE, allowed + more))


TimerChange = Callable[[Timer, datetime], Timer]


class ClockSample(NamedTuple):
    """A page's request for the server's time: when it asked, what the server said, and when the
    answer came.

    The first and the last moment are by the page's own clock, which may be wrong by any amount.
    """

    asked: float
    said: float
    answered: float


def ahead_of(samples: Iterable[ClockSample]) -> float:
    """Return how far the server's clock is ahead of the page's, from the answer with the shortest
    delay.

    The server answered at some moment between the page's two times, so the error is at most half of
    the time between them. Pages calculate the same in `static/js/meetings/server-clock.js`.
    """
    best = min(samples, key=lambda sample: sample.answered - sample.asked)
    return best.said - (best.asked + best.answered) / 2

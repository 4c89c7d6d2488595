"""The rule of silence: its end and its result (pure)."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=90)


class SilenceState(enum.StrEnum):
    RUNNING = "running"
    ADOPTED = "adopted"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Extension:
    granted_at: datetime
    until: datetime


@dataclass(frozen=True)
class Silence:
    """A silence and its events. All moments have a time zone; `first_end` is the deadline that was
    announced.

    An objection breaks the silence, and those who circulated the text may withdraw it. Nothing that
    comes after the deadline counts, regardless of when the result is recorded. The deadline itself
    is still in time.
    """

    began_at: datetime
    first_end: datetime
    extensions: Sequence[Extension] = ()
    objections: Sequence[datetime] = ()
    withdrawn_at: datetime | None = None

    @property
    def end(self) -> datetime:
        """The deadline with the extensions that were granted while the silence ran. No extension
        makes it earlier.
        """
        end = self.first_end.astimezone(UTC)
        stop = min((_utc(at) for at in self._stops), default=None)
        for each in sorted(self.extensions, key=lambda one: _utc(one.granted_at)):
            granted = _utc(each.granted_at)
            if granted <= end and (stop is None or granted < stop):
                end = max(end, _utc(each.until))
        return end

    @property
    def stopped_at(self) -> datetime | None:
        """The moment at which an objection or a withdrawal stopped it before its deadline, or None."""
        return min((_utc(at) for at in self._stops if _utc(at) <= self.end), default=None)

    def state(self, moment: datetime) -> SilenceState:
        now, stop = _utc(moment), self.stopped_at
        if stop is not None and stop <= now:
            is_broken = any(_utc(at) == stop for at in self.objections)
            return SilenceState.BROKEN if is_broken else SilenceState.WITHDRAWN
        return SilenceState.ADOPTED if now > self.end else SilenceState.RUNNING

    @property
    def _stops(self) -> list[datetime]:
        withdrawn = [self.withdrawn_at] if self.withdrawn_at else []
        return [*self.objections, *withdrawn]


def end_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return in UTC the deadline that somebody set by the clock of a place. It is never earlier
    than they meant.

    If the clocks are set back and show the time twice, the second one counts. If they are set
    forward over the time, the deadline is as long after the change as the skipped time was after
    it.
    """
    written = datetime.combine(day, clock)
    return max(written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _utc(moment: datetime) -> datetime:
    """Return the moment in UTC. Python compares two moments of the same zone by their clock times,
    which is wrong when the clocks change.
    """
    return moment.astimezone(UTC)

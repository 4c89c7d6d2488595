"""When silence is over, and what it meant (pure)."""

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
    """All moments have a zone. `first_end` is the end that was announced.

    An objection breaks the silence, and whoever circulated the text may withdraw it. What comes after the end changes
    nothing any more, whenever the end is put on record. The last moment itself is still in time.
    """

    began_at: datetime
    first_end: datetime
    extensions: Sequence[Extension] = ()
    objections: Sequence[datetime] = ()
    withdrawn_at: datetime | None = None

    @property
    def end(self) -> datetime:
        """With the extensions that were granted while it ran; none makes it shorter."""
        end = self.first_end.astimezone(UTC)
        stop = min((_utc(at) for at in self._stops), default=None)
        for each in sorted(self.extensions, key=lambda one: _utc(one.granted_at)):
            granted = _utc(each.granted_at)
            if granted <= end and (stop is None or granted < stop):
                end = max(end, _utc(each.until))
        return end

    @property
    def stopped_at(self) -> datetime | None:
        """When an objection or a withdrawal stopped it before its end."""
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
    """What somebody set by the clocks of a place, in UTC, and never earlier than that.

    Where a clock is set back and shows a time twice, it is the second one; where it is set forward over the time, it
    is as far behind the change as the time would have been.
    """
    written = datetime.combine(day, clock)
    return max(written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _utc(moment: datetime) -> datetime:
    """Two moments of one zone would be compared by what its clocks show."""
    return moment.astimezone(UTC)

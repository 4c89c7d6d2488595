"""The only source of the current time, so that tests can stop the clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

EARLIEST_ZONE = timedelta(hours=14)
"""The offset from UTC of Kiribati, where each day begins first."""
_stopped_at: datetime | None = None


def now() -> datetime:
    """Return the current time in UTC, always with its zone."""
    return _stopped_at or datetime.now(UTC)


def latest_day() -> date:
    """Return the latest day that has begun somewhere: a reader's today may be tomorrow in UTC."""
    return (now() + EARLIEST_ZONE).date()


def seconds_to_next(moments: Iterable[datetime]) -> int | None:
    """Return the seconds until the next of these moments has passed, or None if none is still to
    come.
    """
    present = now()
    ahead = [moment for moment in moments if moment > present]
    return int((min(ahead) - present).total_seconds()) + 1 if ahead else None


def stop(moment: datetime) -> None:
    global _stopped_at
    _stopped_at = moment.astimezone(UTC)


def start() -> None:
    global _stopped_at
    _stopped_at = None

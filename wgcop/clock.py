"""The one place that tells the time, so that tests can stop it."""

from collections.abc import Iterable
from datetime import UTC, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment in UTC, always with its zone."""
    return _stopped_at or datetime.now(UTC)


def seconds_to_next(moments: Iterable[datetime]) -> int | None:
    """Seconds until the next of these moments has passed; None if none is still to come."""
    present = now()
    ahead = [moment for moment in moments if moment > present]
    return int((min(ahead) - present).total_seconds()) + 1 if ahead else None


def stop(moment: datetime) -> None:
    global _stopped_at
    _stopped_at = moment.astimezone(UTC)


def start() -> None:
    global _stopped_at
    _stopped_at = None

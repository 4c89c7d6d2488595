"""The one place that knows what time it is, so that tests can stop it."""

from datetime import UTC, datetime

_stopped_at: datetime | None = None


def now() -> datetime:
    """The present moment in UTC, always with its zone."""
    return _stopped_at or datetime.now(UTC)


def stop(moment: datetime) -> None:
    global _stopped_at
    _stopped_at = moment.astimezone(UTC)


def start() -> None:
    global _stopped_at
    _stopped_at = None

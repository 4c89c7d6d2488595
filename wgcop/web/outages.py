"""Reports on outages: if every request fails, as without a database or with a full disk, the log
has one line a minute instead of a trace for each.
"""

from threading import Lock
from time import monotonic

import structlog

log = structlog.get_logger(__name__)
EVERY = 60.0


class Outages:
    """Counts the failed requests of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._times = 0
        self._said_at = float("-inf")

    def met(self, error: BaseException, endpoint: str | None = None) -> None:
        """Count a failure, and log the first one at once, so that nobody waits a minute for the
        alarm. The line names the place, since a single page may hold a lock too long.
        """
        with self._lock:
            self._times += 1
            if monotonic() - self._said_at < EVERY:
                return
            times, self._times, self._said_at = self._times, 0, monotonic()
        log.error("storage_away", requests=times, endpoint=endpoint, error=error)

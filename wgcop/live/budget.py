"""The budget of messages for a connection: a page needs some at first, and few later on."""

from dataclasses import dataclass, field
from threading import Lock


@dataclass
class Budget:
    """A budget for each connection: `at_once` messages in a burst, refilled by `each_second`."""

    at_once: float
    each_second: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def spend(self, connection: str, now: float) -> bool:
        """Return whether the connection may send one more message now, and count that message."""
        with self._lock:
            left, since = self._left.get(connection, (self.at_once, now))
            left = min(left + (now - since) * self.each_second, self.at_once)
            has_some = left >= 1
            self._left[connection] = (left - has_some, now)
            return has_some

    def forget(self, connection: str) -> None:
        with self._lock:
            self._left.pop(connection, None)

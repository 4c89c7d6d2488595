"""Turns for scarce resources: those who wait are served in the order in which they asked."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Turns:
    """Gives turns in the order of asking. SQLAlchemy's pool and SQLite serve any newcomer before
    those who wait, so that under load some would wait until they give up.
    """

    def __init__(self, free: int = 1) -> None:
        self._gate = Lock()
        self._free = free
        self.waiting: deque[Event] = deque()

    def wait(self, patience: float) -> bool:
        """Wait for a turn, and return whether it came within `patience` seconds. `end` gives the
        turn back.
        """
        with self._gate:
            if self._free > 0:
                self._free -= 1
                return True
            turn = Event()
            self.waiting.append(turn)
        if turn.wait(patience):
            return True
        with self._gate:
            if turn.is_set():  # the turn came at the last moment
                return True
            self.waiting.remove(turn)
        return False

    def end(self) -> None:
        with self._gate:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self._free += 1

    @contextmanager
    def taken(self, patience: float) -> Iterator[None]:
        """Hold a turn while the block runs. It is for work that is merely faster when few threads
        do it at once: after `patience` seconds the block runs without a turn.
        """
        has_turn = self.wait(patience)
        try:
            yield
        finally:
            if has_turn:
                self.end()

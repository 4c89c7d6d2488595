"""How many requests are worked on at the same time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic
from typing import Any

from wgcop.db import SAFE_METHODS
from wgcop.live.seats import PATH

AT_ONCE = 3
"""More are not answered sooner. They share the lock of one interpreter, and each thread that waits for it wakes up again and again: of
five hundred requests that came within a second, a hundred at once took four times the processor time, and eight twice.
"""
SHORT = 0.25
"""Seconds for which a request counts as one of them. Beside those that take longer, such as a large paper that is read, the others go on."""
MOST_LONG = 8
"""More that take longer do not stand beside: then all of them do, and they share the processor."""
PATIENCE = 10.0
"""Seconds after which somebody goes on anyway, since what goes before them may wait for something that does not come."""

OTHERWISE = (PATH, "/live/")
"""Polls wait for messages, and a room that catches up has turns of its own, so that nobody who writes waits behind it."""


class FewAtOnce:
    """In the order in which they came, so that a room that opens one page is answered person by person. Whoever writes goes before
    those who read.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._begun: dict[Event, float] = {}
        self._long: set[Event] = set()
        self._writing: deque[Event] = deque()
        self._reading: deque[Event] = deque()
        self._gate = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(OTHERWISE):
            return self._application(environ, start_response)
        reads = environ.get("REQUEST_METHOD", "GET") in SAFE_METHODS
        with self._in_turn(self._reading if reads else self._writing):
            return self._application(environ, start_response)

    @contextmanager
    def _in_turn(self, waiting: deque[Event]) -> Iterator[None]:
        turn = Event()
        with self._gate:
            waiting.append(turn)
            self._go_on()
        until = monotonic() + PATIENCE
        try:
            while not turn.wait(SHORT) and monotonic() < until:
                with self._gate:
                    self._go_on()
            yield
        finally:
            with self._gate:
                self._begun.pop(turn, None)
                self._long.discard(turn)
                if not turn.is_set():
                    waiting.remove(turn)
                self._go_on()

    def _go_on(self) -> None:
        now = monotonic()
        for turn, since in list(self._begun.items()):
            if now - since >= SHORT and len(self._long) < MOST_LONG:
                del self._begun[turn]
                self._long.add(turn)
        while (waiting := self._writing or self._reading) and len(self._begun) < AT_ONCE:
            turn = waiting.popleft()
            self._begun[turn] = now
            turn.set()

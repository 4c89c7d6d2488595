"""How many requests are worked on at the same time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, get_ident
from time import clock_gettime, monotonic, pthread_getcpuclockid
from typing import Any

from wgcop.db import SAFE_METHODS
from wgcop.live.seats import PATH
from wgcop.web.kept import WAITING

AT_ONCE = 3
"""More are not answered sooner. They share the lock of one interpreter, and each thread that waits for it wakes up again and again: of
five hundred requests that came within a second, a hundred at once took four times the processor time, and eight twice.
"""
SHORT = 0.25
"""Seconds for which a request counts as one of them. Beside those that take longer the others go on."""
MOST_LONG = 8
"""More that take longer and still compute do not stand beside: where everything takes long, a hundred would share the processor."""
SHARE = 1 / 16
"""Of the time: whoever had less of a processor waits for something else, such as a body on a slow line, a lock, or a paper that another
process reads. Of eleven that compute each has more."""
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
        self._begun: list[_Turn] = []
        self._long: list[_Turn] = []
        self._writing: deque[_Turn] = deque()
        self._reading: deque[_Turn] = deque()
        self._gate = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(OTHERWISE):
            return self._application(environ, start_response)
        reads = environ.get("REQUEST_METHOD", "GET") in SAFE_METHODS
        with self._in_turn(self._reading if reads else self._writing):
            environ[WAITING] = len(self._reading)
            return self._application(environ, start_response)

    @contextmanager
    def _in_turn(self, waiting: deque["_Turn"]) -> Iterator[None]:
        turn = _Turn()
        with self._gate:
            waiting.append(turn)
            self._go_on()
        until = monotonic() + PATIENCE
        try:
            while not turn.comes.wait(SHORT) and monotonic() < until:
                with self._gate:
                    self._go_on()
            yield
        finally:
            with self._gate:
                for where in (self._begun, self._long, waiting):
                    if turn in where:
                        where.remove(turn)
                self._go_on()

    def _go_on(self) -> None:
        for turn in [each for each in self._begun if each.took > SHORT]:
            if sum(each.computes for each in self._long) < MOST_LONG:
                self._begun.remove(turn)
                self._long.append(turn)
        while (waiting := self._writing or self._reading) and len(self._begun) < AT_ONCE:
            turn = waiting.popleft()
            self._begun.append(turn)
            turn.start()


class _Turn:
    """Of the thread that asks for it, while it is there."""

    def __init__(self) -> None:
        self.comes = Event()
        self._processor = pthread_getcpuclockid(get_ident())

    def start(self) -> None:
        self._since, self._used = monotonic(), clock_gettime(self._processor)
        self.comes.set()

    @property
    def took(self) -> float:
        return monotonic() - self._since

    @property
    def computes(self) -> bool:
        return clock_gettime(self._processor) - self._used > self.took * SHARE

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

AT_ONCE = 1
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
    """In the order in which they came, so that a room that opens one page is answered person by person. Whoever writes waits for
    nobody who reads, and while they write no page is begun that has not waited for a while: what they write is made anew in each
    page, and a room waits for it.
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
        with self._in_turn(_Turn(reads=reads)):
            environ[WAITING] = len(self._reading)
            return self._application(environ, start_response)

    @contextmanager
    def _in_turn(self, turn: "_Turn") -> Iterator[None]:
        waiting = self._reading if turn.reads else self._writing
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
        while self._writing and self._at_work_writing < AT_ONCE:
            self._begin(self._writing)
        while self._reading and len(self._begun) < AT_ONCE and self._may_read(self._reading[0]):
            self._begin(self._reading)

    def _may_read(self, turn: "_Turn") -> bool:
        return not self._at_work_writing or turn.waited > SHORT

    @property
    def _at_work_writing(self) -> int:
        return sum(not turn.reads for turn in self._begun)

    def _begin(self, waiting: deque["_Turn"]) -> None:
        turn = waiting.popleft()
        self._begun.append(turn)
        turn.start()


class _Turn:
    """Of the thread that asks for it, while it is there."""

    def __init__(self, *, reads: bool) -> None:
        self.reads = reads
        self.comes = Event()
        self._asked = monotonic()
        self._processor = pthread_getcpuclockid(get_ident())

    def start(self) -> None:
        self._since, self._used = monotonic(), clock_gettime(self._processor)
        self.comes.set()

    @property
    def waited(self) -> float:
        return monotonic() - self._asked

    @property
    def took(self) -> float:
        return monotonic() - self._since

    @property
    def computes(self) -> bool:
        return clock_gettime(self._processor) - self._used > self.took * SHARE

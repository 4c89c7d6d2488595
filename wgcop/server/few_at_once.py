"""Limits the number of requests that are handled at the same time."""

from collections import deque
from collections.abc import Callable
from functools import partial
from threading import Lock, get_ident, local
from time import clock_gettime, monotonic, pthread_getcpuclockid

AT_ONCE = 1
"""The number of requests handled at once. More would not be answered sooner: they share the lock of
one interpreter, and each thread that waits for it wakes up again and again.

Five hundred requests that come within a second take a quarter more of the processor with two at
once, and four times as much with a hundred.
"""
AT_ONCE_BESIDE_A_SERVER = 4
"""The number of requests at once if the database is a server: while one request waits for its
answer, another runs. With one at once, the last of five hundred waits nearly twice as long.
"""
SHORT = 0.25
"""How long a request counts towards the limit, in seconds. Those that take longer no longer count,
so that others can begin.
"""
PAUSE = 0.05
"""The seconds between two checks. A request that used little of the processor in this time does not
count either, because it waits for something else, such as a body on a slow line, a lock, or a paper
that another process reads.
"""
SHARE = 1 / 16
"""The share of the time below which a request that had the processor counts as waiting for
something else. Eleven computing requests would each have more.
"""
MOST_LONG = 8
"""The most requests in addition to the limit that take longer and still compute. If all requests
take long, a hundred would otherwise share the processor.
"""
PATIENCE = 10.0
"""How long a request waits at most, in seconds. Then it begins anyway, because the requests before
it may wait for something that never happens.
"""


class FewAtOnce:
    """A queue that begins requests in the order in which they came, so that a room that opens one
    page is answered person by person.

    A request that writes waits for none that reads. While one writes, only pages that have waited
    for a while are begun: each page shows what was written, and everybody waits for it.

    A waiting request has no thread yet, and a thread that has answered one continues with the next:
    waking one up for each would cost a quarter of a short page.
    """

    def __init__(self, in_a_thread: Callable[[Callable[[], None]], object], at_once: int) -> None:
        self._in_a_thread = in_a_thread
        self._at_once = at_once
        self._begun: list[_Turn] = []
        self._long: list[_Turn] = []
        self._writing: deque[_Turn] = deque()
        self._reading: deque[_Turn] = deque()
        self._gate = Lock()  # requests come from the loop and end in threads; both change the lists
        self._here = local()

    @property
    def waiting(self) -> int:
        return len(self._reading) + len(self._writing)

    @property
    def pages_waiting(self) -> int:
        return len(self._reading)

    def ask(self, answer: Callable[[], None], *, reads: bool) -> None:
        """Take a request. `answer` is called once, in a thread, when its turn has come. It must not
        raise anything.
        """
        with self._gate:
            (self._reading if reads else self._writing).append(_Turn(answer, reads=reads))
        self.look()

    def waits(self) -> None:
        """Record that the request of this thread is about to wait for something else, so that
        another one can begin at once. Without this call, `look` would notice it only after a while,
        and for one request at a time.
        """
        turn: _Turn | None = getattr(self._here, "turn", None)
        if turn is None:
            return
        with self._gate:
            if turn in self._begun:
                self._begun.remove(turn)
                self._long.append(turn)
            turn.waits()
        self.look()

    def waited(self) -> float:
        """Return the seconds for which the request of this thread waited for its turn."""
        turn: _Turn | None = getattr(self._here, "turn", None)
        return turn.waited_before if turn else 0.0

    def look(self) -> None:
        """Begin the requests that may begin. Time alone may allow some to begin, so this must be
        called every `PAUSE` seconds while any wait.
        """
        with self._gate:
            begin = self._go_on()
        for turn in begin:
            self._in_a_thread(partial(self._answer, turn))

    def _answer(self, turn: "_Turn") -> None:
        while True:
            self._here.turn = turn
            turn.answer()
            self._here.turn = None
            begin = self._after(turn)
            for other in begin[1:]:
                self._in_a_thread(partial(self._answer, other))
            if not begin:
                return
            turn = begin[0]

    def _after(self, turn: "_Turn") -> list["_Turn"]:
        with self._gate:
            for where in (self._begun, self._long):
                if turn in where:
                    where.remove(turn)
            return self._go_on()

    def _go_on(self) -> list["_Turn"]:
        for turn in (*self._begun, *self._long):
            turn.look()
        for turn in [each for each in self._begun if each.took > SHORT or not each.computes]:
            if sum(each.computes for each in self._long) < MOST_LONG:
                self._begun.remove(turn)
                self._long.append(turn)
        begin = []
        while self._writing and self._at_work_writing < self._at_once:
            begin.append(self._begin(self._writing))
        while (
            self._reading and len(self._begun) < self._at_once and self._may_read(self._reading[0])
        ):
            begin.append(self._begin(self._reading))
        # A request that has waited too long is answered without a place among the few, and so holds
        # up no other.
        for waiting in (self._writing, self._reading):
            while waiting and waiting[0].waited > PATIENCE:
                begin.append(waiting.popleft())
        return begin

    def _may_read(self, turn: "_Turn") -> bool:
        return not self._at_work_writing or turn.waited > SHORT

    @property
    def _at_work_writing(self) -> int:
        return sum(not turn.reads for turn in self._begun)

    def _begin(self, waiting: deque["_Turn"]) -> "_Turn":
        turn = waiting.popleft()
        self._begun.append(turn)
        turn.starts()
        return turn


class _Turn:
    def __init__(self, answer: Callable[[], None], *, reads: bool) -> None:
        self.reads = reads
        self.computes = True
        self._work = answer
        self._asked = monotonic()
        self._processor: int | None = None

    def starts(self) -> None:
        self._since = monotonic()

    def answer(self) -> None:
        self.waited_before = self.waited
        processor = pthread_getcpuclockid(get_ident())
        self._looked, self._used = monotonic(), clock_gettime(processor)
        self._processor = processor
        self._work()

    def look(self) -> None:
        """Measure the processor time of the request since the last check. Call it only while the
        request's thread exists.
        """
        if self._processor is None or (passed := monotonic() - self._looked) < PAUSE:
            return
        used = clock_gettime(self._processor)
        self.computes = used - self._used > passed * SHARE
        self._looked, self._used = self._looked + passed, used

    def waits(self) -> None:
        """Record that the request is waiting, as if `look` had just found so. Call this in the
        thread of the request.
        """
        if self._processor is not None:
            self.computes = False
            self._looked, self._used = monotonic(), clock_gettime(self._processor)

    @property
    def waited(self) -> float:
        return monotonic() - self._asked

    @property
    def took(self) -> float:
        return monotonic() - self._since

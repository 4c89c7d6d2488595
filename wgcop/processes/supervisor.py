"""Threads that last as long as the process: one that fails is logged, started again, and shown by
`/healthz`.

A `Duty` is made once, at import, by the module that starts the thread, so that `states` knows them
all.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread, current_thread
from time import monotonic, sleep

import structlog

from wgcop import clock
from wgcop.observing import figures

log = structlog.get_logger(__name__)

FIRST_PAUSE = 0.1  # seconds: a failure that passes at once costs hardly any time
LONGEST_PAUSE = 30.0
"""The most seconds before a thread that failed is started again; the pause doubles each time, up to
this.
"""

_duties: dict[str, "Duty"] = {}


@dataclass(frozen=True)
class State:
    """The state of a duty, as `/healthz` reports it. Only the class of a failure is given, since a
    message may quote text that people wrote.
    """

    name: str
    threads: int
    running: int
    restarts: int
    last_failure: str
    failed_at: str
    succeeded_at: str
    """When a loop last did its work; empty for threads that are not loops."""

    @property
    def has_failed(self) -> bool:
        return bool(self.last_failure) or self.running < self.threads

    def __str__(self) -> str:
        return (
            f"thread “{self.name}”: {self.running} of {self.threads} running, "
            f"started again {self.restarts} times, last failure {self.last_failure} at {self.failed_at}"
        )


class Duty:
    """The task of one thread, or of several alike, that lasts as long as the process."""

    def __init__(self, name: str) -> None:
        if name in _duties:
            raise ValueError(f"There are two duties called “{name}”.")
        self.name = name
        self._threads: list[Thread] = []
        self._pausing = 0
        self._restarts = 0
        self._last_failure = ""
        self._failed_at = ""
        self._succeeded_at = ""
        self._lock = Lock()
        _duties[name] = self

    def start(
        self, work: Callable[[], object], *, pause: Callable[[float], object] = sleep
    ) -> Thread:
        """Call `work` in a thread of its own until it returns; if it fails, call it again after a
        pause.
        """
        thread = Thread(target=self._keep_up, args=(work, pause), name=self.name, daemon=True)
        with self._lock:
            # both under the lock: `state` would count a thread that has not started as one that ended
            self._threads.append(thread)
            thread.start()
        return thread

    @property
    def threads(self) -> list[Thread]:
        """The threads that were started and have not returned."""
        with self._lock:
            return list(self._threads)

    @property
    def state(self) -> State:
        with self._lock:
            alive = sum(thread.is_alive() for thread in self._threads)
            return State(
                self.name,
                threads=len(self._threads),
                running=alive - self._pausing,
                restarts=self._restarts,
                last_failure=self._last_failure,
                failed_at=self._failed_at,
                succeeded_at=self._succeeded_at,
            )

    def note_success(self) -> None:
        self._succeeded_at = clock.now().isoformat(timespec="seconds")

    def _keep_up(self, work: Callable[[], object], pause: Callable[[float], object]) -> None:
        seconds = FIRST_PAUSE
        while True:
            began = monotonic()
            try:
                work()
            except BaseException as error:  # includes SystemExit, which ends a thread silently
                self._note(error)
            else:
                with self._lock:
                    self._threads.remove(current_thread())
                return
            # It worked for a while, so this failure has nothing to do with the ones before.
            if monotonic() - began > LONGEST_PAUSE:
                seconds = FIRST_PAUSE
            try:
                pause(seconds)
            finally:
                with self._lock:
                    self._pausing -= 1
            with self._lock:
                self._restarts += 1
            seconds = min(seconds * 2, LONGEST_PAUSE)

    def _note(self, error: BaseException) -> None:
        with self._lock:
            self._pausing += 1
            self._last_failure = type(error).__name__
            self._failed_at = clock.now().isoformat(timespec="seconds")
        figures.FAILURES.labels(self.name).inc()
        with suppress(BaseException):  # a log that cannot be written must not end the work as well
            log.error("thread_failed", thread=self.name, exc_info=error)


def duties() -> dict[str, Duty]:
    """Return all duties by name, whether or not this process has started them."""
    return dict(_duties)


def states() -> list[State]:
    """Return the states of the duties that this process has started."""
    return [duty.state for _, duty in sorted(_duties.items()) if duty.threads]

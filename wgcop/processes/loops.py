"""Work outside requests: loops that look for waiting rows, so that nothing depends on a message arriving."""

from collections.abc import Callable
from threading import Event, Thread

from flask import Flask

from wgcop.observing import telemetry
from wgcop.processes.supervisor import Duty


class Loop:
    """A loop that does its work every `seconds`, and when woken. After an error the supervisor
    waits and starts it again.

    For work that is due at a certain time, `seconds` is a function that returns how many seconds
    are left until then.
    """

    def __init__(
        self,
        app: Flask,
        duty: Duty,
        work: Callable[[], object],
        *,
        seconds: float | Callable[[], float],
    ) -> None:
        self._app = app
        self._duty = duty
        self._work = work
        self._seconds = seconds
        self._woken = Event()
        self._is_due = False
        self._stopping = False
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = self._duty.start(self._run, pause=self._woken.wait)

    def wake(self) -> None:
        self._woken.set()

    def ask_to_stop(self) -> None:
        """Ask the loop to stop after the current piece of work, without waiting for it."""
        self._stopping = True
        self._woken.set()

    def stop(self, within: float = 10) -> None:
        self.ask_to_stop()
        if self._thread is not None:
            self._thread.join(timeout=within)

    def _run(self) -> None:
        while not self._stopping:
            if not self._is_due:  # work that failed is still due
                pause = self._seconds
                self._woken.wait(pause() if callable(pause) else pause)
            self._woken.clear()  # before the work, so that it is done again if woken meanwhile
            if self._stopping:
                return
            self._is_due = True
            with self._app.app_context(), telemetry.span(self._duty.name):
                self._work()
            self._is_due = False
            self._duty.note_success()

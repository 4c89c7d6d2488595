"""Work outside requests: loops that drain what rows say is waiting, so that nothing depends on a message arriving."""

import threading
from collections.abc import Callable

import structlog
from flask import Flask

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 30.0


class Loop(threading.Thread):
    """Does its work when woken and every `seconds`; after an error it waits longer, and goes on."""

    def __init__(
        self, app: Flask, name: str, work: Callable[[], object], *, seconds: float
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._app = app
        self._work = work
        self._seconds = seconds
        self._woken = threading.Event()
        self._stopping = False

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()
        self.join(timeout=10)

    def run(self) -> None:
        pause = self._seconds
        while not self._stopping:
            self._woken.wait(pause)
            self._woken.clear()
            if self._stopping:
                return
            try:
                with self._app.app_context():
                    self._work()
                pause = self._seconds
            except Exception:
                log.exception("job_failed", job=self.name)
                pause = min(pause * 2, LONGEST_PAUSE)

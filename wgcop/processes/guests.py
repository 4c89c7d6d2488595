"""The queue of guests for files that take seconds to make. One of them at a time has a file made, so
that members wait for none of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore

from flask import has_request_context, request, session
from flask_babel import gettext as _

from wgcop.errors import Busy

PATIENCE = 20.0
"""The seconds to wait for a turn."""
MOST_WAITING = 20
"""The most guests who wait, since each of them holds a thread of the server. Others are asked at
once to come back.
"""
WAITS = "wgcop.waits"
"""The key in the WSGI environment with a function for a request to call before it waits. The server
then begins the next request at once.
"""


class GuestsQueue:
    def __init__(self) -> None:
        self._turn = BoundedSemaphore(1)
        self._waiting = BoundedSemaphore(MOST_WAITING)
        self._has_turn: ContextVar[bool] = ContextVar("guest_has_turn", default=False)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until a guest who asks may have something made. Nobody else waits.

        Raises Busy after `PATIENCE` seconds, or at once if too many are waiting.
        """
        if self._has_turn.get() or not _is_guest():
            yield
            return
        if not (self._turn.acquire(blocking=False) or self._wait()):
            raise Busy(
                _("Many people are downloading files at the moment. Try again in half a minute.")
            )
        token = self._has_turn.set(True)
        try:
            yield
        finally:
            self._has_turn.reset(token)
            self._turn.release()

    def _wait(self) -> bool:
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            if waits := request.environ.get(WAITS):
                waits()
            return self._turn.acquire(timeout=PATIENCE)
        finally:
            self._waiting.release()


def _is_guest() -> bool:
    """Return whether the request has no cookie that we sealed for somebody. To ask who they are would
    begin a transaction, which then stays open.
    """
    return has_request_context() and "_user_id" not in session

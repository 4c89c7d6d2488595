"""How many requests are worked on at the same time."""

from collections.abc import Callable, Iterable
from typing import Any

from wgcop.live.seats import PATH
from wgcop.turns import Turns

AT_ONCE = 8
"""More are not answered sooner. They share the lock of one interpreter, and each thread that waits for it wakes up again and again: a
hundred at once took two and a half times the processor time.
"""
PATIENCE = 3.0
"""Seconds. Where a few requests take so long, such as large papers that are read, the others go on beside them."""

OTHERWISE = (PATH, "/live/")
"""Polls wait for messages, and a room that catches up has turns of its own, so that nobody who writes waits behind it."""


class FewAtOnce:
    """In the order in which they came, so that a room that opens one page is answered person by person."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self._application = application
        self._turns = Turns(AT_ONCE)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(OTHERWISE):
            return self._application(environ, start_response)
        with self._turns.taken(PATIENCE):
            return self._application(environ, start_response)

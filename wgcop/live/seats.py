"""The limit on clients that listen at once: a number of WebSockets, and server threads that polls
cannot occupy.
"""

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, Response
from flask_babel import gettext as _

from wgcop.live.lines import Lines
from wgcop.observing import figures

PATH = "/socket.io/"


class Seats:
    """Admits as many clients as there are seats. A page without a seat asks `GET /live` every few
    seconds instead.

    A poll holds a thread of the server while it waits, and so does a WebSocket that has no line.
    """

    def __init__(self, app: Flask, *, threads: int, sockets: int, lines: Lines | None) -> None:
        self._app = app
        self._inner = app.wsgi_app
        self._free = BoundedSemaphore(threads)
        self._sockets = sockets
        self._lines = lines

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if not listens(environ):
            return self._inner(environ, start_response)
        if self._lines is not None and becomes_websocket(environ):
            is_full = len(self._lines) >= self._sockets
            return (self._refuse if is_full else self._inner)(environ, start_response)
        if not self._free.acquire(blocking=False):
            return self._refuse(environ, start_response)
        try:
            return self._inner(environ, start_response)
        finally:
            self._free.release()

    def _refuse(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        figures.REFUSED.labels("websocket" if becomes_websocket(environ) else "polling").inc()
        with self._app.request_context(environ):
            sentence = _(
                "All live connections are in use. This page checks for news every few seconds until "
                "one is free."
            )
        refusal = Response(sentence + "\n", 503, mimetype="text/plain")
        refusal.headers["Retry-After"] = "10"
        return refusal(environ, start_response)


def listens(environ: dict[str, Any]) -> bool:
    """Return whether the request opens a WebSocket or a poll that waits for messages. What a
    polling client sends is answered at once and needs no seat.
    """
    path: str = environ.get("PATH_INFO", "")
    return path.startswith(PATH) and environ["REQUEST_METHOD"] == "GET"


def becomes_websocket(environ: dict[str, Any]) -> bool:
    """Return whether the request really becomes a WebSocket. A request that only looks like one
    would be answered as a poll, which holds a thread.
    """
    tokens = [token.strip() for token in environ.get("HTTP_CONNECTION", "").lower().split(",")]
    upgrade: str = environ.get("HTTP_UPGRADE", "")
    return upgrade.lower() == "websocket" and "upgrade" in tokens

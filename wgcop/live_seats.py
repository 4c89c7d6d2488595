"""Seats for sockets: each holds a thread of the server for as long as it lasts, and some stay for pages."""

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

from flask import Flask, Response
from flask_babel import gettext as _

PATH = "/socket.io/"


class Seats:
    """Lets in as many sockets as there are seats; a page that finds none asks `GET /live` instead."""

    def __init__(self, app: Flask, seats: int) -> None:
        self._app = app
        self._inner = app.wsgi_app
        self._free = BoundedSemaphore(seats)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if not takes_a_seat(environ):
            return self._inner(environ, start_response)
        if not self._free.acquire(blocking=False):
            return self._refuse(environ, start_response)
        try:
            return self._inner(environ, start_response)
        finally:
            self._free.release()

    def _refuse(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        with self._app.request_context(environ):
            sentence = _(
                "All live connections are taken. This page asks for news every few seconds until one is free."
            )
        refusal = Response(sentence + "\n", 503, mimetype="text/plain")
        refusal.headers["Retry-After"] = "10"
        return refusal(environ, start_response)


def takes_a_seat(environ: dict[str, Any]) -> bool:
    """A WebSocket, or a poll that waits; what a polling client sends is over at once."""
    path: str = environ.get("PATH_INFO", "")
    return path.startswith(PATH) and environ["REQUEST_METHOD"] == "GET"

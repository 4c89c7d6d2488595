"""Around every request: how much it may bring, a line in the log, and headers that protect."""

from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from flask_login import current_user

from wgcop.db import SAFE_METHODS, unlocked

log = structlog.get_logger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Before the form's token is looked for in what a request brings."""
    app.before_request(note_start)
    app.before_request(receive)
    app.after_request(protect)
    app.after_request(log_request)


def reader_if_asked() -> Any:
    """The signed-in person if this request has asked for him: a picture or a broken page asks nobody."""
    reader = g.get("_login_user")
    return reader if reader is not None and reader.is_authenticated else None


def note_start() -> None:
    g.started = perf_counter()


def receive() -> None:
    """Read all that a request brings before its transaction begins: who sends slowly locks nobody out."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.method in SAFE_METHODS:
        return
    size, when = getattr(view, "takes_files", (0, None))
    if when is not None:
        with unlocked():
            if when(current_user):
                request.max_content_length = size
        g.pop("_login_user", None)  # whoever asks is asked for again, with the rights of then
    if not request.form:
        request.get_data()


def log_request(response: Response) -> Response:
    """One line a request; the route stands for the path, which may hold the token of a link."""
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((perf_counter() - g.started) * 1000, 1),
            person=getattr(reader_if_asked(), "id", None),
        )
    return response


def protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if (
        response.cache_control.immutable
    ):  # a sheet, a script, a font: the rest rules what a page may do
        return response
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    cache = response.cache_control
    if reader_if_asked() is not None and not (cache.public or cache.no_store):
        cache.private = cache.no_cache = True
    return response

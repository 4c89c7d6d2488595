"""Handling around every request: its number, the size limit, a log line, and protective headers."""

import re
import secrets
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy import inspect
from structlog.contextvars import bind_contextvars, unbind_contextvars

from wgcop.database import SAFE_METHODS, unlocked
from wgcop.i18n import language_of_page
from wgcop.observing import figures, telemetry

DRAFT_NAME = re.compile("[0-9a-f]{32}")
NUMBER = "wgcop.request_id"
SPAN = "wgcop.span"
REQUEST_ID = re.compile("[A-Za-z0-9._-]{8,64}")

log = structlog.get_logger(__name__)

WAITED = "wgcop.waited"
"""The key in the WSGI environment with the seconds for which the request waited for its turn."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Register the functions around a request. Call it first, since the form's token is read from
    the body.
    """
    app.before_request(note_start)
    app.before_request(receive)
    app.after_request(protect)
    app.after_request(say_what_is_saved)
    app.after_request(log_request)
    app.teardown_request(forget_request_id)
    app.add_template_global(request_id)


def loaded_reader() -> Any:
    """Return the signed-in person if this request has loaded them, or None. Pictures and error
    pages do not load it.
    """
    reader = g.get("_login_user")
    return reader if reader is not None and not reader.is_anonymous else None


def loaded_reader_id() -> Any:
    """Return the id of the loaded person without querying the database, which would begin a
    transaction after that of the request.
    """
    reader = loaded_reader()
    if reader is None:
        return None
    row = inspect(reader, raiseerr=False)
    return row.identity[0] if row is not None else reader.id


def note_start() -> None:
    g.started = perf_counter()
    number = _proxys_request_id() or secrets.token_hex(8)
    request.environ[NUMBER] = number
    bind_contextvars(request_id=number)
    figures.begin_request()
    route = request.url_rule.rule if request.url_rule else "none"
    request.environ[SPAN] = telemetry.open_span(f"{request.method} {route}")


def request_id() -> str:
    """Return the number that identifies this request's lines in the log."""
    number: str = request.environ.get(NUMBER, "")
    return number


def _proxys_request_id() -> str:
    """Return the request number that our proxy assigned. A client that does not come through the
    proxy could reuse a number or choose a misleading one.
    """
    given = request.headers.get("X-Request-ID", "") if current_app.config["TRUSTED_PROXIES"] else ""
    return given if REQUEST_ID.fullmatch(given) else ""


def forget_request_id(_: BaseException | None) -> None:
    """Forget the number, since the thread will serve other requests. A request context that code
    makes within another one has no number.
    """
    telemetry.close(request.environ.pop(SPAN, None))
    if request_id():
        unbind_contextvars("request_id")


def receive() -> None:
    """Read the whole body before the transaction begins, so that a slow sender locks nobody out."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.method in SAFE_METHODS:
        return
    size, when = getattr(view, "takes_files", (0, None))
    if when is not None:
        with unlocked():
            if when(current_user):
                request.max_content_length = size
        g.pop("_login_user", None)  # the reader is loaded again, with the rights they have then
    if not request.form:
        request.get_data()
    # Load the reader here, so that a database that does not answer is waited for once.
    current_user._get_current_object()


def log_request(response: Response) -> Response:
    """Log one line for each request, with the route instead of the path, which may hold a link's
    token.
    """
    seconds = perf_counter() - g.started
    route = request.url_rule.rule if request.url_rule else None
    work = figures.end_request(route or "none", request.method, response.status_code, seconds)
    telemetry.close(
        request.environ.pop(SPAN, None),
        http__route=route,
        http__response__status_code=response.status_code,
        wgcop__request_id=request_id(),
    )
    if request.endpoint != "static":
        log.info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=in_ms(seconds),
            waited_ms=in_ms(request.environ.get(WAITED, 0.0)),
            database_ms=in_ms(work.in_database),
            statements=work.statements,
            person=loaded_reader_id(),
        )
    return response


def in_ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def say_what_is_saved(response: Response) -> Response:
    """Tell the browser by a cookie that it may forget its copy of a long form. The form gives the
    cookie's name.

    A form that was stored is answered by a redirect, or by a page that shows the result once. A
    person who is sent to sign in is redirected too, but their form is not stored.
    """
    is_stored = response.status_code == 303 or g.get("form_is_stored", False)
    if request.method == "POST" and is_stored and loaded_reader() is not None:
        name = request.form.get("kept", "")
        if DRAFT_NAME.fullmatch(name):
            response.set_cookie(
                f"kept-{name}", "1", max_age=3600, samesite="Lax", secure=request.is_secure
            )
    return response


def protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if (
        response.cache_control.immutable
    ):  # a sheet, a script, a font: the rest rules what a page may do
        return response
    headers["X-Request-ID"] = request_id()
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    # for browsers and scanners that do not know this policy
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        if "Content-Language" not in headers:
            headers["Content-Language"] = language_of_page()
        response.vary.update(("Accept-Language", "Cookie"))
    cache = response.cache_control
    if loaded_reader() is not None and not (cache.public or cache.no_store):
        cache.private = cache.no_cache = True
    return response

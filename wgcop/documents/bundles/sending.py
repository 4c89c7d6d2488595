"""Sends a ZIP while it is made, after the request is over."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import Flask, Response, current_app
from flask_babel import force_locale, get_locale

from wgcop.web.downloads import name_download


def download(pieces: Iterator[bytes], name: str) -> Response:
    response = Response(pieces, mimetype="application/zip")
    name_download(response, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def apart_from_requests() -> Callable[[], AbstractContextManager[None]]:
    """Return a factory of context managers for work after the request. Each opens an app context
    with a database session of its own, in this reader's language.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    language = str(get_locale())

    @contextmanager
    def working() -> Iterator[None]:
        with app.app_context(), force_locale(language):
            yield

    return working

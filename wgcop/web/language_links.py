"""Links that open a page in a language: `?language=ar`.

The language is kept for the session, and the reader is led to the page without it, so that an
address has one content in each language and a cache never answers with that of somebody else. Files
and feeds, which programs fetch without a session, are answered in the language at once.
"""

import re
from urllib.parse import urlencode

from flask import Flask, current_app, g, redirect, request, session
from flask.typing import ResponseReturnValue

from wgcop.database import SAFE_METHODS
from wgcop.i18n import ASKED, LANGUAGE
from wgcop.web import local_path, uncached, wants_json

_VALUE = re.compile(r"<[^>]+>")


def init_app(app: Flask) -> None:
    app.before_request(take_language)


def take_language() -> ResponseReturnValue | None:
    language = request.args.get(LANGUAGE)
    if language not in current_app.extensions["languages"] or request.method not in SAFE_METHODS:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "filters_by_language", False):
        return None
    if wants_json() or is_of_a_file():
        setattr(g, ASKED, language)
        return None
    session[LANGUAGE] = language
    rest = [each for each in request.args.items(multi=True) if each[0] != LANGUAGE]
    address = f"{request.path}?{urlencode(rest)}" if rest else request.path
    return uncached(redirect(local_path(address) or "/"))


def is_of_a_file() -> bool:
    """Return whether the route ends like a file: `/meetings/<slug>/feed.atom`. A dot in a value says
    nothing, since symbols have one, such as `4/Add.1`.
    """
    route = request.url_rule.rule if request.url_rule else ""
    return "." in _VALUE.sub("", route.rpartition("/")[2])

"""The answer while code and database do not fit: it says that the workspace is being brought up to
date.

Pages need no query for this.
"""

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wgcop.database.fit import Look, look, problem
from wgcop.web import error_pages

MISSING = ("no such table", "no such column", "has no column named")
MISSING_IN_POSTGRESQL = ("42P01", "42703")
ANSWER_ALL_THE_SAME = ("/healthz", "/readyz", "/metrics", "/static/")
AGAIN_IN = 60
"""The number of seconds after which a program may ask again."""


def init_app(app: Flask) -> None:
    app.extensions["fit"] = Look()
    app.before_request(refuse)
    app.register_error_handler(DBAPIError, look_where_it_failed)


def refuse() -> ResponseReturnValue | None:
    if not problem(current_app) or request.path.startswith(ANSWER_ALL_THE_SAME):
        return None
    return page()


def look_where_it_failed(error: DBAPIError) -> ResponseReturnValue:
    if is_missing(error) and look():
        return page()
    return error_pages.unexpected(error)


def is_missing(error: SQLAlchemyError) -> bool:
    """Return whether a statement failed because a table or a column is missing."""
    cause = getattr(error, "orig", None)
    state = getattr(cause, "sqlstate", None)
    return state in MISSING_IN_POSTGRESQL or any(sign in str(cause) for sign in MISSING)


def page() -> ResponseReturnValue:
    return error_pages.without_reader(
        503,
        _l(
            "It will be back in a few minutes. Nothing is lost, and your browser still has what you typed. "
            "Reload this page to check."
        ),
        {"Retry-After": str(AGAIN_IN)},
        template="errors/updating.html",
    )

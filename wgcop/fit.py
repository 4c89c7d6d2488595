"""The check whether code and database fit while the server runs, every few seconds and when a table
or a column is missing.

A page asks nothing more for it. If they do not fit, every page says that the workspace is being
brought up to date, until they do.
"""

from dataclasses import dataclass, field
from threading import Lock

import structlog
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from wgcop import migrations
from wgcop.db import db
from wgcop.jobs import Loop
from wgcop.migrations import Fit
from wgcop.supervisor import Duty
from wgcop.web import error_pages

log = structlog.get_logger(__name__)

EVERY = 15.0
FIT = Duty("fit of the database")

MISSING = ("no such table", "no such column", "has no column named")
MISSING_IN_POSTGRESQL = ("42P01", "42703")
ANSWER_ALL_THE_SAME = ("/healthz", "/readyz", "/metrics", "/static/")
AGAIN_IN = 60
"""The number of seconds after which a program may ask again."""


@dataclass
class Look:
    """What was seen when the database was last looked at."""

    fit: Fit = Fit.EXACT
    problem: str = ""
    lock: Lock = field(default_factory=Lock)


def init_app(app: Flask) -> None:
    app.extensions["fit"] = Look()
    app.before_request(refuse)
    app.register_error_handler(DBAPIError, look_where_it_failed)


def watch(app: Flask) -> Loop:
    """Start the loop that looks. Each process that serves calls it."""
    loop = Loop(app, FIT, look, seconds=EVERY)
    loop.start()
    return loop


def problem(app: Flask) -> str:
    """Return why this process cannot serve, in a sentence for administrators; empty if it can. It
    queries nothing.
    """
    seen: Look = app.extensions["fit"]
    return seen.problem


def look() -> str:
    """Look at the database and return the present problem, or the last known one if it does not
    answer.
    """
    seen: Look = current_app.extensions["fit"]
    try:
        fit = migrations.fit_of(db.engine)
        said = "" if fit.may_serve else migrations.sentence(db.engine, fit)
    except SQLAlchemyError:
        return seen.problem
    with seen.lock:
        if fit is not seen.fit:
            tell = log.info if fit.may_serve else log.error
            tell("database_and_code", fit=fit.value, problem=said)
        seen.fit, seen.problem = fit, said
    return said


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

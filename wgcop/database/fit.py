"""The check whether code and database fit while the server runs, every few seconds and when a table
or a column is missing.

Pages need no query for it. If they do not fit, every page says that the workspace is being brought
up to date, until they do.
"""

from dataclasses import dataclass, field
from threading import Lock

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from wgcop.database import db, migrations
from wgcop.database.migrations import Fit
from wgcop.processes.loops import Loop
from wgcop.processes.supervisor import Duty

log = structlog.get_logger(__name__)

EVERY = 15.0  # seconds between two checks
FIT = Duty("fit of the database")


@dataclass
class Look:
    """The result of the last check of the database."""

    fit: Fit = Fit.EXACT
    problem: str = ""
    lock: Lock = field(default_factory=Lock)  # so that a change is logged once


def watch(app: Flask) -> Loop:
    """Start the loop that checks the database. Each serving process calls it."""
    loop = Loop(app, FIT, look, seconds=EVERY)
    loop.start()
    return loop


def problem(app: Flask) -> str:
    """Return the reason why this process cannot serve, as a sentence for administrators; empty if
    it can. It queries nothing.
    """
    seen: Look = app.extensions["fit"]
    return seen.problem


def look() -> str:
    """Check the database and return the current problem, or the last known one if it does not
    answer.
    """
    seen: Look = current_app.extensions["fit"]
    try:
        fit = migrations.fit_of(db.engine)
        sentence = "" if fit.may_serve else migrations.sentence(db.engine, fit)
    except SQLAlchemyError:
        return seen.problem
    with seen.lock:
        if fit is not seen.fit:
            tell = log.info if fit.may_serve else log.error
            tell("database_and_code", fit=fit.value, problem=sentence)
        seen.fit, seen.problem = fit, sentence
    return sentence

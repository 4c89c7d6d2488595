"""Sessions: the engine from which they read, and whether they begin with a write lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from inspect import iscoroutinefunction
from typing import Any

import structlog
from flask import Flask, g, has_app_context, has_request_context, request
from flask.typing import TeardownCallable
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

READER = "reader"
"""The engine of a read-only copy, if there is one. `wgcop.web.reading_from_copy` decides who reads from it."""
_FROM_COPY = "reads_from_copy"


class _Session(Session):
    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        if reads_copy():
            return db.get_engine(READER)
        return super().get_bind(*args, **options)


def reads_from_copy(does: bool) -> None:
    """Set whether this request reads from the copy from here on."""
    setattr(g, _FROM_COPY, does)


def reads_copy() -> bool:
    return has_app_context() and bool(g.get(_FROM_COPY, False))


db = SQLAlchemy(session_options={"class_": _Session})


def init_app(app: Flask) -> None:
    db.init_app(app)
    # At the end of each request the extension also closes async sessions. There are none here, and
    # closing them would start an event loop.
    app.teardown_appcontext_funcs = [
        _calmly(close) for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]


def _calmly(close: TeardownCallable) -> TeardownCallable:
    """Make a teardown function ignore a lost connection: a response that is ready must not be lost
    when the database server ends.
    """

    def close_calmly(error: BaseException | None) -> None:
        try:
            close(error)
        except DBAPIError as lost:
            log.warning("connection_lost", error=lost)

    return close_calmly


_writing: ContextVar[bool] = ContextVar("writing", default=False)
_unlocked: ContextVar[bool] = ContextVar("unlocked", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Make transactions begun inside take SQLite's write lock at once, so that none fails half-way."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def unlocked() -> Iterator[None]:
    """Run slow work within a request that writes: no transaction is open while it runs.

    Rows that were read before are read again when they are next used. Nothing may have been changed
    yet.
    """
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Slow work comes before anything is changed: its changes would be lost.")
    session.rollback()
    token = _unlocked.set(True)
    try:
        yield
        session.rollback()
    finally:
        _unlocked.reset(token)


def only_read() -> None:
    """Roll back what this request has begun. From here on it only reads, and so waits for no
    writer.
    """
    db.session.rollback()
    g.only_reads = True


def intends_to_write() -> bool:
    if _unlocked.get():
        return False
    if _writing.get():
        return True
    return (
        has_request_context()
        and request.method not in SAFE_METHODS
        and not g.get("only_reads", False)
    )

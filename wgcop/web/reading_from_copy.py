"""Which requests read from the copy of the database, and how a request is answered again where the copy fails.

A GET request for a page reads from the copy if the copy is close and has what the person last wrote, on whichever device. Where the
copy fails in the middle, or the request turns out to write, it is answered again from the database itself; nothing can have been
written by then.
"""

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask.typing import ResponseReturnValue
from redis import Redis
from sqlalchemy.orm import Session

from wgcop.database import (
    READ_ONLY,
    READER,
    SAFE_METHODS,
    CopyFailed,
    after_commit,
    db,
    reads_from_copy,
    tell_of_failures,
    with_every_commit,
)
from wgcop.database.replica import Replica, replica_of
from wgcop.observing import figures
from wgcop.processes.redis import IN_TIME
from wgcop.web import is_fragment, wants_json

log = structlog.get_logger(__name__)
FROM_THE_DATABASE = (
    "/live/",
    "/socket.io/",
    "/api/",
    "/static/",
    "/healthz",
    "/readyz",
    "/metrics",
)

ANSWERED_AGAIN = "answered_again"
_BEFORE = "names_before_the_copy"


def init_app(app: Flask) -> None:
    if not app.config["DATABASE_READ_URL"]:
        app.extensions["replica"] = None
        return
    url = app.config["REDIS_URL"]
    replica = Replica(
        app,
        float(app.config["DATABASE_READ_LAG"]),
        redis=Redis.from_url(url, **IN_TIME) if url else None,
    )
    app.extensions["replica"] = replica
    app.before_request(choose)
    app.after_request(note_who_wrote)
    app.register_error_handler(CopyFailed, answer_from_the_database)
    with app.app_context():
        tell_of_failures(db.get_engine(READER))


def choose() -> None:
    replica = replica_of(current_app)
    if (
        replica is not None
        and not g.get(ANSWERED_AGAIN)
        and replica.is_close
        and may_read_from_copy(replica)
    ):
        setattr(g, _BEFORE, set(g))
        reads_from_copy(True)
        figures.READ_FROM.labels("replica").inc()


def may_read_from_copy(replica: Replica) -> bool:
    """Return whether this request may read from the copy. Fragments and programs may not, because
    they ask for the latest changes.
    """
    if (
        request.method not in SAFE_METHODS
        or request.endpoint is None
        or request.endpoint in replica.writing
        or request.path.startswith(FROM_THE_DATABASE)
        or "Authorization" in request.headers
        or is_fragment()
        or wants_json()
    ):
        return False
    person = signed_in()
    return not person or replica.has_what_they_wrote(person)


def signed_in() -> str:
    """Return the id of the person that the session names; empty for guests."""
    return str(session.get("_user_id", "")).partition(":")[0]


def answer_from_the_database(error: CopyFailed) -> ResponseReturnValue:
    replica = replica_of(current_app)
    assert replica is not None
    if str(error) == READ_ONLY and request.endpoint:
        replica.writing.add(request.endpoint)
    else:
        replica.lag = None  # until somebody has looked again
        log.warning("replica_failed", error=error)
    db.session.rollback()
    db.session.expunge_all()
    for name in set(g) - g.get(_BEFORE, set(g)):  # all that was noted since is of the copy
        g.pop(name)
    setattr(g, ANSWERED_AGAIN, True)
    figures.READ_FROM.labels("database again").inc()
    try:
        answer = current_app.preprocess_request()
        return current_app.dispatch_request() if answer is None else answer
    except Exception as another:
        return current_app.handle_user_exception(another)


def note_who_wrote(response: Response) -> Response:
    """Record that the sender of a form has written. It runs after the request, because a person who
    has just signed in is known only then.
    """
    replica, person = replica_of(current_app), signed_in()
    if replica is not None and person and request.method not in SAFE_METHODS:
        replica.note([person])
    return response


def _note_what_sockets_write(written: Session) -> None:
    if not has_request_context() or not hasattr(request, "sid"):
        return
    replica, person = replica_of(current_app), signed_in()
    if replica is not None and person:
        after_commit(replica.note, person, session=written)


with_every_commit(_note_what_sockets_write)

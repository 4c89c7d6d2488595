"""Reading of pages and searches from a copy of the database (`DATABASE_READ_URL`), as long as it
follows closely.

A GET request for a page reads from the copy if the copy is at most `DATABASE_READ_LAG` seconds
behind and has what the person last wrote, on whichever device. If the copy fails in the middle, or
the request turns out to write, it is answered again from the database itself; nothing can have been
written by then.
"""

from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request, session
from flask.typing import ResponseReturnValue
from redis import Redis, RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from wgcop import figures
from wgcop.db import (
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
from wgcop.jobs import Loop
from wgcop.live.processes import IN_TIME
from wgcop.supervisor import Duty
from wgcop.web import is_fragment, wants_json

log = structlog.get_logger(__name__)

FOLLOWING = Duty("replica")
LOOK_EVERY = 0.5
FORGET_AFTER = 600
"""The seconds after which a note is forgotten. By then a copy that is in use has everything."""
SAMPLES = 600
NOWHERE = 1 << 62
"""A position that no copy reaches, for when the database went away before it could be asked."""
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

POSITION = text("SELECT CAST(pg_current_wal_flush_lsn() - '0/0' AS bigint)")
COMMITTED = text("SELECT CAST(pg_current_wal_insert_lsn() - '0/0' AS bigint)")
"""The statements for the end of the database's log: on its disk, and with what was committed but is
not on the disk yet.
"""
REPLAYED = text("SELECT CAST(pg_last_wal_replay_lsn() - '0/0' AS bigint)")


@dataclass
class Replica:
    """What this process knows of the copy. `lag` is in seconds; it is None if the copy did not
    answer, or is no copy.
    """

    app: Flask
    longest_lag: float
    redis: Any = None
    replayed: int = -1
    lag: float | None = None
    looked_at: float = 0.0
    writing: set[str] = field(default_factory=set)
    """The endpoints of GET requests that turned out to write."""
    _positions: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=SAMPLES))
    _written: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def is_close(self) -> bool:
        was_seen = monotonic() - self.looked_at < LOOK_EVERY * 6
        return self.lag is not None and was_seen and self.lag <= self.longest_lag

    def look(self) -> None:
        """Measure how far the copy has come, compared with where the database was at each of the
        last looks.
        """
        was_close = self.is_close
        try:
            with db.engine.connect() as connection:
                position = int(connection.scalar(POSITION) or 0)
            now = monotonic()
            self._positions.append((now, position))
            with db.get_engine(READER).connect() as connection:
                replayed = connection.scalar(REPLAYED)
        except (SQLAlchemyError, CopyFailed):
            replayed = None
        if replayed is None:  # it does not answer, or is a database that follows nobody
            self.lag = None
        else:
            self.replayed = int(replayed)
            had = [at for at, position in self._positions if position <= self.replayed]
            self.lag = monotonic() - had[-1] if had else float("inf")
        self.looked_at = monotonic()
        figures.REPLICA_LAG.set(-1 if self.lag is None else self.lag)
        if self.is_close != was_close:
            tell = log.info if self.is_close else log.warning
            tell("replica_in_use" if self.is_close else "replica_left", lag=self.lag)

    def note(self, people: list[str]) -> None:
        """Note that these people have written just now: a copy that they read from must have come
        as far as the database is.
        """
        try:
            with db.engine.connect() as connection:
                position = int(connection.scalar(COMMITTED) or 0)
        except SQLAlchemyError:
            position = NOWHERE
        for person in set(people):
            self._note(person, position)

    def _note(self, person: str, position: int) -> None:
        with self._lock:
            self._written[person] = position
            while len(self._written) > 10_000:
                self._written.pop(next(iter(self._written)))
        if self.redis is not None:
            try:
                self.redis.set(f"wgcop:written:{person}", position, ex=FORGET_AFTER)
            except RedisError:
                log.warning("replica_note_lost")  # nobody reads from the copy while Redis is away

    def has_what_they_wrote(self, person: str) -> bool:
        position = self._written.get(person, -1)
        if self.redis is not None:
            try:
                position = max(position, int(self.redis.get(f"wgcop:written:{person}") or -1))
            except RedisError:
                return False
        return position <= self.replayed


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


def of(app: Flask) -> Replica | None:
    replica: Replica | None = app.extensions["replica"]
    return replica


def watch(app: Flask) -> list[Loop]:
    """Start the loop that measures the copy. Each process that serves pages calls it."""
    replica = of(app)
    if replica is None:
        return []
    loop = Loop(app, FOLLOWING, replica.look, seconds=LOOK_EVERY)
    loop.start()
    return [loop]


def choose() -> None:
    replica = of(current_app)
    if (
        replica is not None
        and not g.get(ANSWERED_AGAIN)
        and replica.is_close
        and may_read_from_copy(replica)
    ):
        reads_from_copy(True)
        figures.READ_FROM.labels("replica").inc()


def may_read_from_copy(replica: Replica) -> bool:
    """Return whether this request may read from the copy. Fragments and programs may not, because
    they ask for what just happened.
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
    replica = of(current_app)
    assert replica is not None
    if str(error) == READ_ONLY and request.endpoint:
        replica.writing.add(request.endpoint)
    else:
        replica.lag = None  # until somebody has looked again
        log.warning("replica_failed", error=error)
    db.session.rollback()
    db.session.expunge_all()
    reads_from_copy(False)
    setattr(g, ANSWERED_AGAIN, True)
    g.pop("_login_user", None)
    g.pop("stamp", None)
    figures.READ_FROM.labels("database again").inc()
    try:
        answer = current_app.preprocess_request()
        return current_app.dispatch_request() if answer is None else answer
    except Exception as another:
        return current_app.handle_user_exception(another)


def note_who_wrote(response: Response) -> Response:
    """Note that the sender of a form has written. It runs after the request, because somebody who
    just signed in is known only then.
    """
    replica, person = of(current_app), signed_in()
    if replica is not None and person and request.method not in SAFE_METHODS:
        replica.note([person])
    return response


def _note_what_sockets_write(written: Session) -> None:
    if not has_request_context() or not hasattr(request, "sid"):
        return
    replica, person = of(current_app), signed_in()
    if replica is not None and person:
        after_commit(replica.note, person, session=written)


with_every_commit(_note_what_sockets_write)

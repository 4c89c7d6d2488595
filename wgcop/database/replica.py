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
from flask import Flask
from redis import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from wgcop.database import (
    READER,
    CopyFailed,
    db,
)
from wgcop.observing import figures
from wgcop.processes.loops import Loop
from wgcop.processes.supervisor import Duty

log = structlog.get_logger(__name__)

FOLLOWING = Duty("replica")
LOOK_EVERY = 0.5  # seconds
FORGET_AFTER = 600
"""The seconds after which a note is forgotten. By then a copy that is in use has everything."""
SAMPLES = 600  # positions: those of the last five minutes. A copy further behind is not read.
NOWHERE = 1 << 62
"""A position that no copy reaches, used if the database became unreachable before it could be
asked.
"""

POSITION = text("SELECT CAST(pg_current_wal_flush_lsn() - '0/0' AS bigint)")
COMMITTED = text("SELECT CAST(pg_current_wal_insert_lsn() - '0/0' AS bigint)")
"""The statements for the end of the database's log: on its disk, and with what was committed but is
not on the disk yet.
"""
REPLAYED = text("SELECT CAST(pg_last_wal_replay_lsn() - '0/0' AS bigint)")


@dataclass
class Replica:
    """What this process knows about the copy. `lag` is in seconds; it is None if the database did
    not answer or is not a copy.
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
    _lock: Lock = field(default_factory=Lock)  # of `_written`

    @property
    def is_close(self) -> bool:
        was_seen = monotonic() - self.looked_at < LOOK_EVERY * 6  # otherwise the loop has stopped
        return self.lag is not None and was_seen and self.lag <= self.longest_lag

    def look(self) -> None:
        """Measure the lag of the copy, by comparing its position with the database's positions at
        the last checks.
        """
        was_close = self.is_close
        try:
            # The database first: the other way round, even a copy without delay would seem to be behind
            # when something is written in between.
            with db.engine.connect() as connection:
                position = int(connection.scalar(POSITION) or 0)
            now = monotonic()
            self._positions.append((now, position))
            with db.get_engine(READER).connect() as connection:
                replayed = connection.scalar(REPLAYED)
        except (SQLAlchemyError, CopyFailed):
            replayed = None
        if replayed is None:  # it does not answer, or does not follow another database
            self.lag = None
        else:
            self.replayed = int(replayed)
            had = [at for at, position in self._positions if position <= self.replayed]
            self.lag = monotonic() - had[-1] if had else float("inf")
        self.looked_at = monotonic()
        figures.REPLICA_LAG.labels("replica").set(-1 if self.lag is None else self.lag)
        if self.is_close != was_close:
            tell = log.info if self.is_close else log.warning
            tell("replica_in_use" if self.is_close else "replica_left", lag=self.lag)

    def note(self, people: list[str]) -> None:
        """Record that these people have just written: a copy that they read from must have caught
        up with the current position of the database.
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
            while len(self._written) > 10_000:  # people: more than write before a note is forgotten
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


def replica_of(app: Flask) -> Replica | None:
    replica: Replica | None = app.extensions["replica"]
    return replica


def watch(app: Flask) -> list[Loop]:
    """Start the loop that measures the copy. Each process that serves pages calls it."""
    replica = replica_of(app)
    if replica is None:
        return []
    loop = Loop(app, FOLLOWING, replica.look, seconds=LOOK_EVERY)
    loop.start()
    return [loop]

"""The background leader: of several processes, possibly on several machines, one does the
background work.

On SQLite, which is on one machine, the lock is on a file. On PostgreSQL it belongs to a transaction
that stays open, so that a pooler keeps the connection; it is free as soon as the connection is
gone, however the process ended.
"""

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

KEY = 8_264_022
"""The number of the advisory lock. Other locks have their numbers in `migrations` and in the search
engine.
"""
SOON_NOTICED = {
    "connect_timeout": 5,
    "prepare_threshold": None,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Connection options with which both sides notice within some ten seconds that the other machine is
gone.
"""


class Turn(Protocol):
    retry: float
    """The seconds between two attempts."""

    def take(self) -> bool: ...

    def is_kept(self) -> bool:
        """Return whether this process still holds a turn that it took."""

    def leave(self) -> None: ...


class FolderTurn:
    retry = 0.2  # an attempt costs next to nothing

    def __init__(self, folder: Path) -> None:
        self._file = folder / "background.lock"
        self._lock: IO[bytes] | None = None

    def take(self) -> bool:
        lock = self._file.open("wb")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock = lock
        return True

    def is_kept(self) -> bool:
        return True  # the kernel releases the lock only when this process ends

    def leave(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


class DatabaseTurn:
    retry = 1.0  # each attempt opens a connection

    def __init__(self, engine: Engine) -> None:
        options = {**engine.dialect.create_connect_args(engine.url)[1], **SOON_NOTICED}
        self._engine = create_engine(
            engine.url, poolclass=NullPool, hide_parameters=True, connect_args=options
        )
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Try to take the turn, and return whether it did. A database that does not answer gives
        the turn to nobody.
        """
        try:
            connection = self._engine.connect()
        except SQLAlchemyError:
            return False
        try:
            # Otherwise a server that ends idle transactions would end this one, and the turn with
            # it.
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            for name in ("keepalives_idle", "keepalives_interval", "keepalives_count"):
                connection.execute(text(f"SET LOCAL tcp_{name} = {SOON_NOTICED[name]}"))
            connection.execute(
                text(f"SET LOCAL tcp_user_timeout = {SOON_NOTICED['tcp_user_timeout']}")
            )
            if connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": KEY}):
                self._connection = connection
                return True
        except SQLAlchemyError:
            pass
        with suppress(SQLAlchemyError):
            connection.close()
        return False

    def is_kept(self) -> bool:
        try:
            return self._connection is not None and bool(self._connection.scalar(text("SELECT 1")))
        except SQLAlchemyError:
            return False

    def leave(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.invalidate()  # closes it, whatever state it is in
                self._connection.close()
            self._connection = None


def turn_of(engine: Engine, folder: Path) -> Turn:
    return FolderTurn(folder) if engine.dialect.name == "sqlite" else DatabaseTurn(engine)

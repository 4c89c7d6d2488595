"""The use of SQLite: its settings, and the order of writers."""

import sqlite3
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from wgcop.database.session import intends_to_write
from wgcop.observing import figures
from wgcop.processes.turns import Turns


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun below, never by the driver
    cursor = connection.cursor()
    # The timeout comes first: otherwise two processes that start together would fail on the journal.
    cursor.execute("PRAGMA busy_timeout = 15000")  # milliseconds, as `WRITERS_PATIENCE`
    cursor.execute("PRAGMA journal_mode = wal")
    cursor.execute("PRAGMA synchronous = normal")
    cursor.execute("PRAGMA foreign_keys = on")
    cursor.execute("PRAGMA secure_delete = on")  # deleted content leaves nothing in the file
    cursor.close()


WRITERS_PATIENCE = 15.0
"""How long a writer waits for others, in seconds, before they are told that the database is busy.
"""
NOTICEABLE = 0.1
"""The seconds of waiting for the turn that are taken off the patience with other processes. Less is not
worth the statements that set a shorter timeout.
"""
_writers: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
_TURN = "turn_to_write"


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not intends_to_write():
        connection.exec_driver_sql("BEGIN")
        return
    left = _wait_for_turn(connection)
    try:
        if left < WRITERS_PATIENCE - NOTICEABLE:
            [usual] = connection.exec_driver_sql("PRAGMA busy_timeout").one()
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {left * 1000:.0f}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        _end_turn(connection)
        raise


def _wait_for_turn(connection: Connection) -> float:
    """Wait until it is this thread's turn to write, and return how many seconds are left to wait
    for other processes.

    SQLite makes waiting writers poll, and the first to poll at the right time is next, so with many
    writers some would starve. The threads of a process therefore queue before they ask SQLite.
    """
    began = monotonic()
    turns = _writers.setdefault(connection.engine, Turns())
    with figures.waiting_for_database():
        if turns.wait(WRITERS_PATIENCE):
            connection.info[_TURN] = turns
    return max(WRITERS_PATIENCE - (monotonic() - began), 0)


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _end_turn(connection: Connection) -> None:
    if not connection.invalidated:  # of a lost one, the pool gives the turn back
        _give_back(connection.info)


@event.listens_for(Pool, "checkin")
@event.listens_for(Pool, "invalidate")
@event.listens_for(Pool, "soft_invalidate")
def _end_turn_of_what_was_left(_: object, record: ConnectionPoolEntry, *__: object) -> None:
    _give_back(record.info)


def _give_back(info: dict[Any, Any]) -> None:
    turns: Turns | None = info.pop(_TURN, None)
    if turns is not None:
        turns.end()

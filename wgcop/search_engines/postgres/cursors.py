"""Cursors of psycopg itself, because SQLAlchemy's fetch bytes as text, which is twice as long."""

from typing import Any

import psycopg
from sqlalchemy import Connection


def binary(connection: Connection) -> psycopg.Cursor[Any]:
    return _driver(connection).cursor(binary=True)


def streaming(connection: Connection, *, rows: int) -> psycopg.ServerCursor[Any]:
    """Return a cursor that fetches `rows` rows at a time, as they are read."""
    cursor = _driver(connection).cursor("streaming", binary=True)
    cursor.itersize = rows
    return cursor


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver

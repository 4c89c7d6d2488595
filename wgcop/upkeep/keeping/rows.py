"""All rows of a database in one form, whichever kind it is, so that they can be copied to the other
kind and compared.

The form is the one that SQLite keeps: times as texts in UTC, booleans as 0 and 1, JSON as it was
written.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Any, Protocol

import psycopg
from psycopg import sql

from wgcop.errors import Refused

BATCH = 500
VERSIONS = "alembic_version"
BEGINNING = datetime(1970, 1, 1)  # noqa: DTZ001 from which SQLite counts a length of time

Row = tuple[Any, ...]
Columns = dict[str, str]
"""The name of each column, and its type as this kind of database calls it."""


@dataclass
class Sum:
    """The number of some rows, and a checksum that does not depend on their order."""

    rows: int = 0
    checksum: int = 0

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the same rows, and add each to the sum as it passes."""
        for row in rows:
            self.rows += 1
            digest = hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16)
            self.checksum = (self.checksum + int.from_bytes(digest.digest())) % (1 << 128)
            yield row

    @classmethod
    def all(cls, rows: Iterable[Row]) -> "Sum":
        added = cls()
        for _ in added.counted(rows):
            pass
        return added


class AllRows(Protocol):
    """The rows of one database, read in one snapshot or written in one transaction."""

    def tables(self) -> dict[str, Columns]:
        """Return the tables in an order in which they can be filled, without the one that holds the
        version.
        """

    def read(self, table: str, columns: Iterable[str]) -> Iterator[Row]: ...

    def count(self, table: str) -> int: ...

    def empty(self) -> None: ...

    def write(self, table: str, columns: Iterable[str], rows: Iterable[Row]) -> None: ...

    def counters(self) -> dict[str, int]:
        """Return the highest number that a table ever gave, for tables that never reuse one."""

    def go_on_from(self, counters: dict[str, int]) -> None: ...


Progress = Callable[[int], object]


def counts(rows: AllRows) -> dict[str, int]:
    return {table: rows.count(table) for table in sorted(rows.tables())}


def copy(source: AllRows, target: AllRows, progress: Progress) -> dict[str, Sum]:
    """Copy all rows, then read the copies and compare. `progress` receives the number of rows from
    time to time.
    """
    here, there = source.tables(), target.tables()
    if {table: set(columns) for table, columns in here.items()} != {
        table: set(columns) for table, columns in there.items()
    }:
        raise Refused(_different(here, there))
    target.empty()
    sums = {}
    for table, columns in there.items():
        sums[table] = read = Sum()
        names = sorted(columns)
        target.write(table, names, _counted(read.counted(source.read(table, names)), progress))
    target.go_on_from(source.counters())
    for table, read in sums.items():
        arrived = Sum.all(target.read(table, sorted(there[table])))
        if arrived != read:
            raise Refused(
                f"The table {table} did not arrive as it was: {read.rows} rows were read, {arrived.rows} are there, "
                "and their checksums differ. Nothing was kept."
            )
    return sums


def _different(here: dict[str, Columns], there: dict[str, Columns]) -> str:
    names = sorted(
        table for table in {*here, *there} if set(here.get(table, ())) != set(there.get(table, ()))
    )
    return (
        "The tables are not those of this version of the workspace: "
        f"{', '.join(names[:5])}. Run 'wgcop migrate' first, or remove what is not its own."
    )


def _counted(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % BATCH == 0:
            progress(BATCH)


SELECT, DELETE = sql.SQL("SELECT {} FROM {}"), sql.SQL("DELETE FROM {}")


def _statement(form: sql.SQL, *parts: sql.Composable) -> str:
    """Return the statement with each name in quotes, as both kinds of database write them."""
    return form.format(*parts).as_string()


class SqliteRows:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def tables(self) -> dict[str, Columns]:
        names = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
            "AND name != ? ORDER BY name",
            (VERSIONS,),
        ).fetchall()
        return {name: self._columns(name) for (name,) in names}

    def _columns(self, table: str) -> Columns:
        described = self._connection.execute(
            "SELECT name, type FROM pragma_table_info(?)", (table,)
        )
        return {name: kind.partition("(")[0] for name, kind in described}

    def read(self, table: str, columns: Iterable[str]) -> Iterator[Row]:
        kinds = self._columns(table)
        values = sql.SQL(", ").join(self._value(column, kinds[column]) for column in columns)
        return self._connection.execute(_statement(SELECT, values, sql.Identifier(table)))

    def _value(self, column: str, kind: str) -> sql.Composable:
        form = {
            # Times that SQL itself stored have no fractions of a second.
            "DATETIME": "CASE length({0}) WHEN 19 THEN {0} || '.000000' ELSE {0} END",
            "TIME": "CASE length({0}) WHEN 8 THEN {0} || '.000000' ELSE {0} END",
            "JSON": "CAST({0} AS TEXT)",  # SQLite keeps a bare number as a number
            "DOUBLE": "CAST({0} AS REAL)",
            "FLOAT": "CAST({0} AS REAL)",
        }.get(kind, "{0}")
        return sql.SQL(form).format(sql.Identifier(column))

    def count(self, table: str) -> int:
        statement = _statement(SELECT, sql.SQL("count(*)"), sql.Identifier(table))
        (number,) = self._connection.execute(statement).fetchone()
        return int(number)

    def empty(self) -> None:
        for table in self.tables():
            self._connection.execute(_statement(DELETE, sql.Identifier(table)))

    def write(self, table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
        names = list(columns)
        statement = _statement(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})"),
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ".join("?" * len(names))),
        )
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._connection.executemany(statement, batch)

    def counters(self) -> dict[str, int]:
        given = dict(self._connection.execute("SELECT name, seq FROM sqlite_sequence"))
        return {table: given.get(table, 0) for table in self._numbered()}

    def _numbered(self) -> list[str]:
        numbered = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        )
        return [name for (name,) in numbered]

    def go_on_from(self, counters: dict[str, int]) -> None:
        for table in self._numbered():
            if table in counters:
                self._connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
                self._connection.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
                    (table, counters[table]),
                )


class PostgresRows:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        connection.execute("SET LOCAL TimeZone = 'UTC'")

    @cached_property
    def _described(self) -> dict[str, Columns]:
        return self.tables()

    def tables(self) -> dict[str, Columns]:
        tables: dict[str, Columns] = {}
        described = self._connection.execute(
            "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a "
            "JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = current_schema()::regnamespace "
            "AND c.relkind = 'r' AND c.relname != %s AND a.attnum > 0 AND NOT a.attisdropped",
            (VERSIONS,),
        )
        for table, column, kind in described.fetchall():
            tables.setdefault(table, {})[column] = kind
        return {table: tables[table] for table in self._in_order(set(tables))}

    def _in_order(self, tables: set[str]) -> list[str]:
        order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(sorted(tables), ()))
        keys = self._connection.execute(
            "SELECT f.relname, t.relname FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid "
            "JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f' AND k.conrelid != k.confrelid"
        )
        for table, referred in keys.fetchall():
            if {table, referred} <= tables:
                order.add(table, referred)
        try:
            return list(order.static_order())
        except CycleError as error:
            raise Refused(f"Tables point to each other in a circle: {error.args[1]}.") from error

    def read(self, table: str, columns: Iterable[str]) -> Iterator[Row]:
        kinds = self._described[table]
        values = sql.SQL(", ").join(self._value(column, kinds[column]) for column in columns)
        with self._connection.cursor(name="rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(SELECT.format(values, sql.Identifier(table)))
            yield from cursor

    def _value(self, column: str, kind: str) -> sql.Composable:
        form = {
            "timestamp with time zone": "to_char({}, 'YYYY-MM-DD HH24:MI:SS.US')",
            "date": "to_char({}, 'YYYY-MM-DD')",
            "time without time zone": "to_char({}::interval, 'HH24:MI:SS.US')",
            "interval": "to_char(timestamp '1970-01-01' + {}, 'YYYY-MM-DD HH24:MI:SS.US')",
            "boolean": "{}::int",
            "json": "{}::text",
        }.get(kind, "{}")
        return sql.SQL(form).format(sql.Identifier(column))

    def count(self, table: str) -> int:
        return self._number(SELECT.format(sql.SQL("count(*)"), sql.Identifier(table)))

    def _number(self, statement: sql.SQL | sql.Composed, *values: Any) -> int:
        row = self._connection.execute(statement, values).fetchone()
        return int(row[0]) if row else 0

    def empty(self) -> None:
        """Delete row by row, because some tables refuse TRUNCATE. New tables have hardly any rows."""
        for table in reversed(self._described):
            self._connection.execute(DELETE.format(sql.Identifier(table)))

    def write(self, table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
        """Write the rows in one SQL statement, so that rows may point to rows of the same table
        that come after them.
        """
        names = list(columns)
        kinds = self._described[table]
        lengths = {place for place, name in enumerate(names) if kinds[name] == "interval"}
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        try:
            with self._connection.cursor() as cursor, cursor.copy(statement) as stream:
                for row in rows:
                    stream.write_row(_with_lengths(row, lengths) if lengths else row)
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            cause = str(error).splitlines()[0]
            raise Refused(
                f"PostgreSQL does not take a row of the table {table}: {cause}. Nothing was kept."
            ) from error

    def counters(self) -> dict[str, int]:
        last = sql.SQL("SELECT coalesce(pg_sequence_last_value(%s::regclass), 0)")
        return {table: self._number(last, sequence) for table, _, sequence in self._sequences()}

    def go_on_from(self, counters: dict[str, int]) -> None:
        for table, column, sequence in self._sequences():
            highest = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
                sql.Identifier(column), sql.Identifier(table)
            )
            last = max(self._number(highest), counters.get(table, 0))
            self._connection.execute(
                "SELECT setval(%s::regclass, %s, %s)", (sequence, max(last, 1), last > 0)
            )

    def _sequences(self) -> list[Row]:
        found = self._connection.execute(
            "SELECT * FROM (SELECT c.relname, a.attname, "
            "pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence "
            "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' "
            "AND a.attnum > 0 AND NOT a.attisdropped) AS columns WHERE sequence IS NOT NULL"
        )
        return found.fetchall()


def _with_lengths(row: Row, places: set[int]) -> Row:
    """Return the row with each length of time in PostgreSQL's form."""
    return tuple(_length(value) if place in places else value for place, value in enumerate(row))


def _length(value: str | None) -> timedelta | None:
    return None if value is None else datetime.fromisoformat(value) - BEGINNING

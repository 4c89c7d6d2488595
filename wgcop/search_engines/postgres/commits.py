"""Writes one commit of the PostgreSQL engine: numbers of old rows are noted as gone, and a new
segment is added.
"""

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection

from wgcop.search.records import Record
from wgcop.search_engines.batch import GatheredBatch
from wgcop.search_engines.inverting import in_parts, inverted
from wgcop.search_engines.postgres.index import new_numbering
from wgcop.search_engines.postgres.postings import Posting, rows_of
from wgcop.search_engines.postgres.schema import COLUMN_FIELDS

# DELETE, because TRUNCATE would empty the tables for readers of an older snapshot too.
CLEAR = """
DELETE FROM search.record;
DELETE FROM search.gone;
DELETE FROM search.segment;
DELETE FROM search.merge;
DELETE FROM search.posting;
"""


COPY_POSTINGS = """
COPY search.posting (field, term, segment, is_column, numbers, counts, places) FROM STDIN (FORMAT BINARY)
"""
BEGINS, ENDS = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
SEVEN = (7).to_bytes(2)
"""The number of columns of a row, as PostgreSQL's binary form begins each row."""
SIZE = struct.Struct(">i").pack
NOTHING = SIZE(-1)
AT_ONCE = 1_000
"""The number of rows that are sent together."""


def write(connection: Connection, changes: GatheredBatch) -> None:
    """Write one batch. The caller holds the writer's lock."""
    if changes.is_cleared:
        _clear(connection)
    if changes.puts or changes.drops:
        _replace(connection, changes.puts, changes.drops)
    connection.exec_driver_sql("UPDATE search.state SET epoch = %s", (changes.epoch,))


def _replace(connection: Connection, put: Mapping[str, Record], drop: Collection[str]) -> None:
    generation, _ = next_generation(connection)
    _take_away(connection, generation, [*put, *drop])
    for part in in_parts(put.values()):
        segment, last = next_generation(connection, len(part))
        rows = rows_of(last + 1, inverted(part))
        copy(
            connection,
            "search.record (number, id, shown, text)",
            ("int4", "text", "bytea", "bytea"),
            rows.records,
        )
        copy_postings(connection, segment, rows.postings)
        connection.exec_driver_sql(
            "INSERT INTO search.segment (number, records, last, columns) VALUES (%s, %s, %s, %s)",
            (segment, len(part), last + len(part), rows.columns),
        )


def copy_postings(connection: Connection, segment: int, postings: Iterable[Posting]) -> None:
    """Copy postings in PostgreSQL's binary form, which is assembled here, because there are many
    rows and the driver takes three times as long.
    """
    rows = chain([BEGINS], _rows(segment, postings), [ENDS])
    with connection.connection.cursor().copy(COPY_POSTINGS) as copy:
        while some := b"".join(islice(rows, AT_ONCE)):
            copy.write(some)


def _rows(segment: int, postings: Iterable[Posting]) -> Iterator[bytes]:
    for field, of_field in groupby(postings, key=attrgetter("field")):
        begin = SEVEN + _sized(field.encode())
        middle = _sized(segment.to_bytes(8)) + _sized(bytes([field in COLUMN_FIELDS]))
        for _, term, numbers, counts, places in of_field:
            written = term.encode()
            yield b"".join(
                (
                    *(begin, SIZE(len(written)), written, middle),
                    *(SIZE(len(numbers)), numbers, SIZE(len(counts)), counts),
                    *((SIZE(len(places)), places) if places is not None else (NOTHING,)),
                )
            )


def _sized(value: bytes) -> bytes:
    return SIZE(len(value)) + value


def copy(
    connection: Connection, target: str, types: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def next_generation(connection: Connection, more: int = 0) -> tuple[int, int]:
    """Reserve a generation and numbers for `more` records. Return the generation, and the last
    number that was in use before.
    """
    generation, last = connection.exec_driver_sql(
        "UPDATE search.state SET generation = generation + 1, last = last + %(more)s"
        " RETURNING generation, last - %(more)s",
        {"more": more},
    ).one()
    return generation, last


def _clear(connection: Connection) -> None:
    connection.exec_driver_sql(CLEAR)
    connection.exec_driver_sql(
        "UPDATE search.state SET numbering = %s, generation = 0, last = 0", (new_numbering(),)
    )


def _take_away(connection: Connection, generation: int, ids: list[str]) -> None:
    connection.exec_driver_sql(
        "WITH removed AS (DELETE FROM search.record WHERE id = ANY(%s) RETURNING number)"
        " INSERT INTO search.gone (number, generation) SELECT number, %s FROM removed",
        (ids, generation),
    )

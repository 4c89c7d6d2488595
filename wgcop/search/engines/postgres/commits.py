"""One commit of the PostgreSQL engine: old rows are deleted, a new segment is added, small segments are merged."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from wgcop.search.engines.batch import GatheredBatch
from wgcop.search.engines.postgres.index import new_numbering
from wgcop.search.engines.postgres.postings import array, rows_of
from wgcop.search.records import Record

MOST_SEGMENTS = 24
MOST_UNUSED = 50_000
"""How many numbers of deleted records may be left before all records are numbered anew."""

# Copies the postings of records that still exist, under their new numbers.
MERGE = """
WITH old AS MATERIALIZED (SELECT * FROM search.posting WHERE segment = ANY(%(old)s)),
occurrence AS (
    SELECT field, term, array_agg(renumbering.now) AS numbers, array_agg(u.count) AS counts,
        CASE WHEN count(u.length) > 0 THEN array_agg(u.length) END AS lengths
    FROM old CROSS JOIN LATERAL unnest(numbers, counts, lengths) AS u(number, count, length)
    JOIN renumbering ON renumbering.was = u.number
    GROUP BY field, term
),
placed AS (
    SELECT field, term,
        array_agg((renumbering.now::bigint << 24) | (u.place & 16777215)) AS places
    FROM old CROSS JOIN LATERAL unnest(places) AS u(place)
    JOIN renumbering ON renumbering.was = (u.place >> 24)::integer
    GROUP BY field, term
)
INSERT INTO search.posting (field, term, segment, numbers, counts, lengths, places)
SELECT field, term, %(new)s, numbers, counts, lengths, places
FROM occurrence LEFT JOIN placed USING (field, term)
"""
CLEAR = """
DELETE FROM search.record;
DELETE FROM search.gone;
DELETE FROM search.segment;
DELETE FROM search.posting;
"""
RENUMBERING = """
CREATE TEMPORARY TABLE renumbering ON COMMIT DROP AS
SELECT number AS was, {now} AS now FROM search.record
"""


def write(connection: Connection, changes: GatheredBatch) -> None:
    """Write one batch. Only while holding the writer's lock."""
    if changes.is_cleared:
        _clear(connection)
    if changes.puts or changes.drops:
        _replace(connection, changes.puts, changes.drops)
    connection.exec_driver_sql("UPDATE search.state SET epoch = %s", (changes.epoch,))


def _replace(connection: Connection, put: Mapping[str, Record], drop: Collection[str]) -> None:
    generation, last = _next_generation(connection, len(put))
    _take_away(connection, generation, [*put, *drop])
    if put:
        rows = rows_of(dict(enumerate(put.values(), start=last + 1)))
        _copy(
            connection,
            "search.record (number, id, audience, facets, lengths, date, shown, text)",
            rows.records,
        )
        _copy(
            connection,
            "search.posting (field, term, segment, numbers, counts, lengths, places)",
            (
                (
                    *key,
                    generation,
                    array(posting.numbers),
                    array(posting.counts),
                    array(posting.lengths) if posting.lengths else None,
                    array(posting.places) if posting.places else None,
                )
                for key, posting in rows.postings.items()
            ),
        )
        connection.exec_driver_sql(
            "INSERT INTO search.segment (number, records) VALUES (%s, %s)", (generation, len(put))
        )
    _merge_when_many(connection, generation)


def optimise(connection: Connection) -> None:
    """One segment, and numbers without gaps."""
    generation, _ = _next_generation(connection, 0)
    segments = connection.exec_driver_sql("SELECT number FROM search.segment").scalars().all()
    now = "row_number() OVER (ORDER BY number)::integer"
    _merge(connection, segments, into=-generation, now=now)
    connection.exec_driver_sql(
        "UPDATE search.record SET number = renumbering.now FROM renumbering WHERE number = renumbering.was"
    )
    connection.exec_driver_sql("DELETE FROM search.gone")
    connection.exec_driver_sql(
        "UPDATE search.state SET numbering = %s, last = (SELECT count(*) FROM search.record)",
        (new_numbering(),),
    )
    connection.exec_driver_sql("ANALYZE search.record, search.posting")


def _clear(connection: Connection) -> None:
    connection.exec_driver_sql(CLEAR)
    connection.exec_driver_sql(
        "UPDATE search.state SET numbering = %s, generation = 0, last = 0",
        (new_numbering(),),
    )


def _next_generation(connection: Connection, more: int) -> tuple[int, int]:
    """Reserve a generation and numbers for `more` records: the generation, and the last number in use before."""
    generation, last = connection.exec_driver_sql(
        "UPDATE search.state SET generation = generation + 1, last = last + %(more)s"
        " RETURNING generation, last - %(more)s",
        {"more": more},
    ).one()
    return generation, last


def _take_away(connection: Connection, generation: int, ids: list[str]) -> None:
    connection.exec_driver_sql(
        "WITH removed AS (DELETE FROM search.record WHERE id = ANY(%s) RETURNING number)"
        " INSERT INTO search.gone (number, generation) SELECT number, %s FROM removed",
        (ids, generation),
    )


def _copy(connection: Connection, target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _merge_when_many(connection: Connection, generation: int) -> None:
    """Merge small segments once there are many. A big one is merged only with others of its size."""
    segments = connection.exec_driver_sql(
        "SELECT number, records FROM search.segment ORDER BY records"
    ).all()
    if len(segments) < MOST_SEGMENTS:
        return
    removed, records = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM search.gone), (SELECT count(*) FROM search.record)"
    ).one()
    if removed > records + MOST_UNUSED:
        optimise(connection)
        return
    small: list[int] = []
    merged = 0
    for number, size in segments:
        if small and size > 1_000 + 2 * merged:
            break
        merged += size
        small.append(number)
    _merge(connection, small, into=-generation, now="number")


def _merge(connection: Connection, segments: Sequence[int], *, into: int, now: str) -> None:
    connection.exec_driver_sql(RENUMBERING.format(now=now))
    connection.exec_driver_sql(MERGE, {"old": segments, "new": into})
    connection.exec_driver_sql("DELETE FROM search.posting WHERE segment = ANY(%s)", (segments,))
    connection.exec_driver_sql("DELETE FROM search.segment WHERE number = ANY(%s)", (segments,))
    # Every record has a kind, and only one.
    connection.exec_driver_sql(
        "INSERT INTO search.segment (number, records)"
        " SELECT segment, sum(cardinality(numbers)) FROM search.posting"
        " WHERE segment = %s AND field = 'kind' GROUP BY segment",
        (into,),
    )

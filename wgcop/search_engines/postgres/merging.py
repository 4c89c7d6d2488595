"""Merges segments of the PostgreSQL engine in pieces, so that neither a search nor a commit waits
for long.

In one transaction, a piece takes the next terms in the order of the primary key until its time is
over. It joins their postings from all segments being merged, leaves out deleted records, and stores
its progress. Readers ask for a term in whatever segments it is, so they never notice that some
terms are merged and others are not yet. After a crash the next piece begins where the last one
ended.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import structlog
from sqlalchemy import Connection

from wgcop.search_engines.index_reading import Mask
from wgcop.search_engines.postgres import cursors
from wgcop.search_engines.postgres.commits import copy_postings, next_generation
from wgcop.search_engines.postgres.index import new_numbering
from wgcop.search_engines.postgres.packed import COLUMN, COUNT, NUMBER, PLACE, unpacked
from wgcop.search_engines.postgres.postings import Posting

log = structlog.get_logger(__name__)

MOST_ALIKE = 10
"""The number of segments of about the same size that are merged into one. So each record is merged
once for each power of ten.
"""
MOST_GONE = 2_000
"""The number of records that may be gone. If more are, and they are more than half as many as the
records that are left, everything is merged to remove them.
"""
SECONDS = 0.25
"""The time limit of a piece. After it the piece only finishes the current step. A new comment may
wait for it.
"""
WORTH_TELLING = 1.0
"""The seconds of work after which a merge is logged."""
SMALL = 2_000
"""The number of records up to which postings are sorted, rather than found among all others."""
ROWS, BYTES = 200, 500_000
"""The number of rows or bytes that are joined, deleted and written between two checks of the clock:
on a busy machine two thousand rows took more than five seconds.
"""

# Keeps the planner to the index of the primary key, whose order is read as far as time allows.
IN_ORDER = """
SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)
"""
NEXT = """
SELECT field, term, numbers, counts, places, ctid::text FROM search.posting
WHERE (field, term) > (%s, %s) AND segment = ANY(%s) ORDER BY field, term, segment
"""
# Rows are deleted by their place (ctid), because finding them again by key takes as long as everything else. The places
# stay valid: only the holder of the writer's lock moves rows.
TAKEN = "DELETE FROM search.posting WHERE ctid = ANY(%s::tid[])"


class Merge(NamedTuple):
    segment: int
    """The number of the new segment."""
    merged: list[int]
    is_whole: bool
    generation: int
    """The generation in which the merge began. Records deleted by then are left out and, if
    everything is merged, forgotten.
    """
    field: str
    term: str
    """The last term that was merged."""
    seconds: float


def begin_whole(connection: Connection) -> bool:
    """Begin to merge everything into one segment, unless it already is one. Return False if another
    merge must be finished before.
    """
    if _under_way(connection):
        return False
    segments = list(_sizes(connection))
    gone = connection.exec_driver_sql("SELECT EXISTS (SELECT FROM search.gone)").scalar()
    if len(segments) > 1 or (segments and gone):
        _begin(connection, segments, is_whole=True)
    return True


def advance(connection: Connection) -> bool:
    """Do one part of the merge that is under way, or begin one. Return whether there was anything
    to merge. The caller holds the writer's lock.
    """
    merge = _under_way(connection) or _begun(connection)
    if merge is None:
        return False
    begun = time.monotonic()
    gone = _gone(connection)
    sizes = _sizes(connection)
    if sum(sizes[number] for number in merge.merged) > SMALL:
        connection.exec_driver_sql(IN_ORDER)
    until = begun + SECONDS
    is_done = True
    with cursors.streaming(connection, rows=ROWS) as rows:
        rows.execute(NEXT, (merge.field, merge.term, merge.merged))
        for part in _parts(rows, gone):
            _move(connection, merge, part)
            merge = merge._replace(field=part.postings[-1].field, term=part.postings[-1].term)
            if time.monotonic() > until:
                is_done = False
                break
    if is_done:
        records = _finish(connection, merge, gone)
    merge = merge._replace(seconds=merge.seconds + time.monotonic() - begun)
    if not is_done:
        connection.exec_driver_sql(
            "UPDATE search.merge SET field = %s, term = %s, seconds = %s",
            (merge.field, merge.term, merge.seconds),
        )
    elif merge.seconds >= WORTH_TELLING:
        log.info(
            "index_merged",
            segments=len(merge.merged),
            records=records,
            seconds=round(merge.seconds, 1),
        )
    return True


def due(sizes: Mapping[int, int]) -> list[int]:
    """Return the segments to merge next, at least `MOST_ALIKE` of about the same size, the smallest
    sizes first; empty if no merge is due.
    """
    alike = defaultdict(list)
    for number, records in sizes.items():
        alike[len(str(records))].append(number)
    return next((alike[size] for size in sorted(alike) if len(alike[size]) >= MOST_ALIKE), [])


def _sizes(connection: Connection) -> dict[int, int]:
    rows = connection.exec_driver_sql("SELECT number, records FROM search.segment ORDER BY number")
    return {number: records for number, records in rows}


def _under_way(connection: Connection) -> Merge | None:
    row = connection.exec_driver_sql(
        "SELECT segment, merged, is_whole, generation, field, term, seconds FROM search.merge"
    ).first()
    return Merge(*row) if row else None


def _begun(connection: Connection) -> Merge | None:
    segments = _sizes(connection)
    gone, records = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM search.gone), (SELECT sum(records) FROM search.segment)"
    ).one()
    if gone > MOST_GONE and gone > (records - gone) / 2:
        return _begin(connection, list(segments), is_whole=True)
    merged = due(segments)
    return _begin(connection, merged, is_whole=False) if merged else None


def _begin(connection: Connection, merged: Sequence[int], *, is_whole: bool) -> Merge:
    generation, _ = next_generation(connection)
    # The new segment is listed already: a process that has not read all of the old ones looks into it too.
    connection.exec_driver_sql(
        "INSERT INTO search.segment (number, records, last, columns)"
        " SELECT %s, 0, max(last), '' FROM search.segment WHERE number = ANY(%s)",
        (generation, list(merged)),
    )
    connection.exec_driver_sql(
        "INSERT INTO search.merge (segment, merged, is_whole, generation) VALUES (%s, %s, %s, %s)",
        (generation, list(merged), is_whole, generation),
    )
    return Merge(generation, list(merged), is_whole, generation, "", "", 0.0)


def _gone(connection: Connection) -> Mask | None:
    """Return a mask of the deleted records, by number; None if no record is deleted."""
    numbers = connection.exec_driver_sql("SELECT number FROM search.gone").scalars().all()
    if not numbers:
        return None
    last = connection.exec_driver_sql("SELECT last FROM search.state").scalar_one()
    gone = np.zeros(last + 1, dtype=bool)
    gone[numbers] = True
    return gone


class JoinedTerms(NamedTuple):
    """Some terms after one another, with the postings of all merged segments."""

    postings: list[Posting]
    """The joined postings of each term."""
    places: list[str]
    """The places (ctid) of the rows that were joined."""


def _parts(rows: Iterable[Any], gone: Mask | None) -> Iterator[JoinedTerms]:
    part, size = JoinedTerms([], []), 0
    for (field, term), of_term in groupby(rows, key=itemgetter(0, 1)):
        _, _, *arrays, places = zip(*of_term, strict=True)
        posting = _joined(field, term, arrays, gone)
        part.postings.append(posting)
        part.places.extend(places)
        size += sum(len(array or b"") for array in posting[2:])
        if len(part.places) >= ROWS or size >= BYTES:
            yield part
            part, size = JoinedTerms([], []), 0
    if part.postings:
        yield part


def _move(connection: Connection, merge: Merge, part: JoinedTerms) -> None:
    connection.exec_driver_sql(TAKEN, (part.places,))
    copy_postings(connection, merge.segment, (p for p in part.postings if p.numbers))


def _joined(field: str, term: str, arrays: Sequence[Any], gone: Mask | None) -> Posting:
    """Join the postings of one term. `arrays` has the numbers, counts and places of each segment."""
    numbers, counts, places = ([part for part in column if part is not None] for column in arrays)
    joined = Posting(
        field, term, b"".join(numbers), b"".join(counts), b"".join(places) if places else None
    )
    return joined if gone is None else _without(joined, gone)


def _without(posting: Posting, gone: Mask) -> Posting:
    numbers = unpacked(posting.numbers, NUMBER)
    stays = ~gone[numbers]
    if stays.all():
        return posting
    counts, places = unpacked(posting.counts, COUNT), posting.places
    if places is not None:
        places = unpacked(places, PLACE)[np.repeat(stays, counts)].tobytes()
    return posting._replace(
        numbers=numbers[stays].tobytes(), counts=counts[stays].tobytes(), places=places
    )


def _finish(connection: Connection, merge: Merge, gone: Mask | None) -> int:
    """Put the new segment in the place of the old ones, and return how many records it has."""
    old = connection.exec_driver_sql(
        "DELETE FROM search.segment WHERE number = ANY(%s) RETURNING columns", (merge.merged,)
    )
    columns = np.concatenate([unpacked(data, COLUMN) for data in old.scalars()])
    columns = columns[np.argsort(columns["number"])]
    if gone is not None:
        columns = columns[~gone[columns["number"]]]
    connection.exec_driver_sql(
        "UPDATE search.segment SET records = %s, columns = %s WHERE number = %s",
        (len(columns), columns.tobytes(), merge.segment),
    )
    connection.exec_driver_sql("DELETE FROM search.merge")
    if merge.is_whole:
        _forget_gone(connection, merge.generation)
    return len(columns)


def _forget_gone(connection: Connection, generation: int) -> None:
    """Delete the notes of deleted numbers that no posting contains any longer. A process that has
    not yet read that they were deleted reads everything again.
    """
    forgotten = connection.exec_driver_sql(
        "DELETE FROM search.gone WHERE generation <= %s", (generation,)
    )
    if forgotten.rowcount:
        connection.exec_driver_sql("UPDATE search.state SET numbering = %s", (new_numbering(),))

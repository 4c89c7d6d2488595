"""Turns records into rows for the PostgreSQL engine: one for each record, and one for each term
(pure).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.search_engines.fields import SCORABLE, TERMS_FIELDS
from wgcop.search_engines.hits import content, summary
from wgcop.search_engines.inverting import Inverted, Postings
from wgcop.search_engines.postgres.packed import (
    COLUMN,
    COUNT,
    NUMBER,
    PLACE,
    escaped,
)
from wgcop.search_engines.postgres.schema import COLUMN_FIELDS


class Posting(NamedTuple):
    field: str
    term: str
    numbers: bytes
    counts: bytes
    places: bytes | None


@dataclass(slots=True)
class IndexRows:
    """The rows that one commit adds."""

    records: list[tuple[Any, ...]]
    columns: bytes
    postings: Iterator[Posting]
    """The postings, in the order of the primary key."""


def rows_of(first: int, inverted: Inverted) -> IndexRows:
    """Return the rows of inverted records. `first` is the number of the first record."""
    columns = np.zeros(len(inverted.records), dtype=COLUMN)
    columns["number"] = np.arange(first, first + len(columns))
    columns["date"] = inverted.dates
    columns["lengths"] = np.stack([inverted.lengths[name] for name in SCORABLE], axis=1)
    records = []
    for number, record in enumerate(inverted.records, start=first):
        shown, text = summary(record), content(record)
        records.append(
            (
                number,
                record.id,
                json.dumps(shown, default=datetime.isoformat).encode(),
                json.dumps(text).encode(),
            )
        )
    postings = (
        posting
        for name, of_field in inverted.fields.items()
        if name != "id"
        for posting in _postings(name, first, of_field)
    )
    return IndexRows(records, columns.tobytes(), postings)


def _postings(name: str, first: int, postings: Postings) -> Iterator[Posting]:
    is_column = name in COLUMN_FIELDS
    numbers = _slices((postings.docs + first).astype(NUMBER), postings.ends)
    counts = _slices(postings.counts.astype(COUNT), postings.ends)
    places: Iterator[bytes | None] = repeat(None)
    if TERMS_FIELDS[name].has_positions:
        places = _slices(postings.places.astype(PLACE), postings.place_ends)
    for term, of_records, of_counts, of_places in zip(
        postings.terms, numbers, counts, places, strict=False
    ):
        yield Posting(name, escaped(term) if is_column else term, of_records, of_counts, of_places)


def _slices(values: npt.NDArray[Any], ends: npt.NDArray[np.int64]) -> Iterator[bytes]:
    """Yield the bytes of consecutive slices of the values. Each ends at one of the `ends` and
    begins at the one before.
    """
    data = values.tobytes()
    places = (values.itemsize * ends).tolist()
    return (data[begin:end] for begin, end in pairwise([0, *places]))


def unstored(summary: bytes, text: bytes = b"{}") -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(summary) | json.loads(text)
    return fields | {"date": fields["date"] and datetime.fromisoformat(fields["date"])}

"""Turns records into rows for the PostgreSQL engine: one for each record, and one for each term (pure)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, pairwise, repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from wgcop.search.engines.fields import TERMS_FIELDS, fields_of, rounded_length
from wgcop.search.engines.hits import STORED_FIELDS, SUMMARY_FIELDS, stored_fields
from wgcop.search.engines.postgres.packed import (
    COLUMN,
    COUNT,
    MOST_COUNTED,
    NUMBER,
    PLACE,
    SCORABLE,
    escaped,
)
from wgcop.search.engines.postgres.schema import COLUMN_FIELDS
from wgcop.search.records import Record

TERMS = tuple(sorted(name for name in TERMS_FIELDS if name != "id"))


class Posting(NamedTuple):
    field: str
    term: str
    numbers: bytes
    counts: bytes
    places: bytes | None


@dataclass(slots=True)
class FieldTerms:
    """The terms of one field in several records, one after another."""

    code_of: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    codes: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    """How many terms each record has."""


@dataclass(slots=True)
class IndexRows:
    """The rows that one commit adds."""

    records: list[tuple[Any, ...]]
    columns: bytes
    postings: Iterator[Posting]
    """In the order of the primary key."""


def rows_of(numbered: Mapping[int, Record]) -> IndexRows:
    columns = np.zeros(len(numbered), dtype=COLUMN)
    records = []
    every = {name: FieldTerms() for name in TERMS}
    for row, (number, record) in enumerate(numbered.items()):
        fields, stored = fields_of(record), stored_fields(record)
        text = {key: stored.pop(key) for key in STORED_FIELDS if key not in SUMMARY_FIELDS}
        for name, terms in every.items():
            _gather(terms, fields[name], has_places=TERMS_FIELDS[name].has_positions)
        lengths = [rounded_length(len(fields[name])) for name in SCORABLE]
        columns[row] = number, fields["date"], lengths
        records.append(
            (
                number,
                record.id,
                json.dumps(stored, default=datetime.isoformat).encode(),
                json.dumps(text).encode(),
            )
        )
    numbers = np.fromiter(numbered, dtype=NUMBER)
    postings = (
        posting for name, terms in every.items() for posting in _postings(name, terms, numbers)
    )
    return IndexRows(records, columns.tobytes(), postings)


def _gather(terms: FieldTerms, values: Sequence[Any], *, has_places: bool) -> None:
    names: Iterable[str] = values
    if has_places and values:
        names, places = zip(*values, strict=True)
        terms.places.extend(places)
    terms.codes.extend(map(terms.code_of.__getitem__, names))
    terms.sizes.append(len(values))


def _postings(name: str, terms: FieldTerms, numbers: npt.NDArray[np.uint32]) -> Iterator[Posting]:
    """Sorted by term and record, the occurrences of a term in a record stand together."""
    codes = np.array(terms.codes, dtype=np.int64)
    rows = np.repeat(np.arange(len(numbers)), terms.sizes)
    order = np.argsort(codes, kind="stable")
    codes, rows = codes[order], rows[order]
    is_first = np.ones(len(codes), dtype=bool)
    is_first[1:] = (codes[1:] != codes[:-1]) | (rows[1:] != rows[:-1])
    firsts = np.flatnonzero(is_first)
    counts = np.diff(firsts, append=len(codes))
    edges = np.searchsorted(codes[firsts], np.arange(len(terms.code_of) + 1))
    of_records = _slices(numbers[rows[firsts]], edges)
    counted = np.minimum(counts, MOST_COUNTED)
    of_counts = _slices(counted.astype(COUNT), edges)
    of_places: Iterator[bytes | None] = repeat(None)
    if TERMS_FIELDS[name].has_positions:
        kept = np.arange(len(codes)) - np.repeat(firsts, counts) < MOST_COUNTED
        places = np.array(terms.places, dtype=PLACE)[order][kept]
        of_places = _slices(places, np.append(0, np.cumsum(counted))[edges])
    arrays = list(zip(of_records, of_counts, of_places, strict=False))
    is_column = name in COLUMN_FIELDS
    for term, code in sorted(terms.code_of.items()):
        yield Posting(name, escaped(term) if is_column else term, *arrays[code])


def _slices(values: npt.NDArray[Any], edges: npt.NDArray[np.integer]) -> Iterator[bytes]:
    """The bytes between each edge and the next."""
    data = values.tobytes()
    places = (values.itemsize * edges).tolist()
    return (data[begin:end] for begin, end in pairwise(places))


def unstored(summary: bytes, text: bytes = b"{}") -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(summary) | json.loads(text)
    return fields | {"date": fields["date"] and datetime.fromisoformat(fields["date"])}

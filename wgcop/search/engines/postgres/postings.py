"""Turns records into rows for the PostgreSQL engine: one for each record, and postings for each term (pure)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wgcop.search.engines.fields import COLUMNS, TERMS_FIELDS, fields_of, rounded_length, whole
from wgcop.search.engines.hits import STORED_FIELDS, SUMMARY_FIELDS, stored_fields
from wgcop.search.records import Record

TERMS = tuple(
    name
    for name in TERMS_FIELDS
    if name not in ("id", "audience") and not name.startswith("whole_")
)
SCORABLE = tuple(name for name in TERMS if TERMS_FIELDS[name].is_scored)


@dataclass(slots=True)
class Posting:
    numbers: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """The rows that one commit adds."""

    records: list[tuple[Any, ...]] = field(default_factory=list)
    postings: dict[tuple[str, str], Posting] = field(default_factory=dict)


def rows_of(numbered: Mapping[int, Record]) -> Rows:
    rows = Rows()
    for number, record in numbered.items():
        fields, stored = fields_of(record), stored_fields(record)
        text = {key: stored.pop(key) for key in STORED_FIELDS if key not in SUMMARY_FIELDS}
        lengths = {name: rounded_length(len(fields[name])) for name in SCORABLE}
        for name in TERMS:
            _post(rows.postings, name, number, fields[name], lengths.get(name))
        rows.records.append(
            (
                number,
                record.id,
                sorted(record.audience),
                json.dumps({column: fields[whole(column)] for column in COLUMNS}),
                [lengths[name] for name in SCORABLE],
                fields["date"],
                json.dumps(stored, default=datetime.isoformat).encode(),
                json.dumps(text).encode(),
            )
        )
    return rows


def _post(
    postings: dict[tuple[str, str], Posting],
    name: str,
    number: int,
    values: Iterable[Any],
    length: int | None,
) -> None:
    counts: dict[str, int] = {}
    above = number << 24
    has_places = TERMS_FIELDS[name].has_positions
    for value in values:
        term, position = value if has_places else (value, 0)
        posting = postings.get((name, term))
        if posting is None:
            posting = postings[name, term] = Posting()
        counts[term] = counts.get(term, 0) + 1
        if has_places:
            posting.places.append(above | position)
    for term, count in counts.items():
        posting = postings[name, term]
        posting.numbers.append(number)
        posting.counts.append(count)
        if length is not None:
            posting.lengths.append(length)


def unstored(summary: bytes, text: bytes = b"{}") -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(summary) | json.loads(text)
    return fields | {"date": fields["date"] and datetime.fromisoformat(fields["date"])}


def array(values: Iterable[int]) -> str:
    """The text form of a PostgreSQL array."""
    return "{" + ",".join(map(str, values)) + "}"

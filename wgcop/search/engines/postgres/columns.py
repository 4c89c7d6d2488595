"""Columns in memory that every search reads: audiences, facets, lengths and dates of all records."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search.engines.answered import Answered
from wgcop.search.engines.fields import SCORABLE, whole
from wgcop.search.engines.index_reading import Ids, Mask, Values
from wgcop.search.engines.postgres import cursors
from wgcop.search.engines.postgres.packed import COLUMN, NUMBER, unescaped, unpacked
from wgcop.search.engines.postgres.schema import COLUMN_FIELDS

MOST_REMEMBERED = 320
"""Views of one generation in memory, one for each set of audiences that records have."""

ADDED = "SELECT number, columns FROM search.segment WHERE last > %s"
REMOVED = "SELECT number FROM search.gone WHERE generation > %s"
VALUES = "SELECT field, term, numbers FROM search.posting WHERE is_column AND segment = ANY(%s)"


class View(NamedTuple):
    """The records that a set of audiences may see."""

    mask: Mask
    readable: int
    average_lengths: dict[str, float]


@dataclass(frozen=True)
class Columns:
    """Arrays indexed by the places of the records in them. A later generation is a new object, so readers can keep this one."""

    numbering: int
    generation: int
    places: npt.NDArray[np.int32]
    """By number: the place of the record. Place 0 has no record; there are the numbers that are gone, or never were."""
    numbers: npt.NDArray[np.uint32]
    alive: Mask
    lengths: npt.NDArray[np.float32]
    dates: npt.NDArray[np.int32]
    values_of: dict[str, Values]
    views: dict[frozenset[str], View] = field(default_factory=dict)
    masks: dict[tuple[str, frozenset[str]], Mask] = field(default_factory=dict)

    @classmethod
    def empty(cls, numbering: int) -> Self:
        none = np.empty(0, dtype=np.int64)
        return cls(
            numbering=numbering,
            generation=-1,
            places=np.zeros(1, dtype=np.int32),
            numbers=np.zeros(1, dtype=np.uint32),
            alive=np.zeros(1, dtype=bool),
            lengths=np.zeros((1, len(SCORABLE)), dtype=np.float32),
            dates=np.zeros(1, dtype=np.int32),
            values_of=dict.fromkeys(COLUMN_FIELDS, Values([], none, none)),
        )

    def at(self, connection: Connection, generation: int, last: int) -> Self:
        """The columns of this later generation: read only what has changed since."""
        known, size = len(self.places) - 1, len(self.numbers)
        cursor = cursors.binary(connection)
        added = cursor.execute(ADDED, (known,)).fetchall()
        removed = np.array(
            [number for (number,) in cursor.execute(REMOVED, (self.generation,))], dtype=np.int64
        )
        columns = np.concatenate([unpacked(b"", COLUMN), *(unpacked(c, COLUMN) for _, c in added)])
        columns = columns[columns["number"] > known]
        columns = columns[~np.isin(columns["number"], removed)]
        columns = columns[np.argsort(columns["number"])]
        places = np.concatenate([self.places, np.zeros(last - known, dtype=np.int32)])
        alive = np.concatenate([self.alive, np.ones(len(columns), dtype=bool)])
        alive[places[removed]] = False
        places[removed] = 0
        places[columns["number"]] = np.arange(size, size + len(columns))
        new_values: dict[str, list[tuple[str, bytes]]] = {name: [] for name in COLUMN_FIELDS}
        if len(columns):
            for name, term, numbers in cursor.execute(VALUES, ([number for number, _ in added],)):
                new_values[name].append((term, numbers))
        return replace(
            self,
            generation=generation,
            places=places,
            numbers=np.concatenate([self.numbers, columns["number"]]),
            alive=alive,
            lengths=np.concatenate([self.lengths, columns["lengths"].astype(np.float32)]),
            dates=np.concatenate([self.dates, columns["date"]]),
            values_of={
                name: _with(values, new_values[name], places, size)
                for name, values in self.values_of.items()
            },
            views={},
            masks={},
        )

    @cached_property
    def answered(self) -> Answered:
        return Answered(frozenset(self.values_of["audience"].names))

    def values(self, facet: str) -> Values:
        return self.values_of[whole(facet)]

    def placed(self, numbers: bytes) -> Ids:
        """The places of packed numbers; 0 for those that are gone."""
        found: Ids = self.places[unpacked(numbers, NUMBER)].astype(np.int64)
        return found

    def view(self, audiences: frozenset[str]) -> View:
        audiences = self.answered.seen_by(audiences)
        view = self.views.get(audiences)
        if view is None:
            if len(self.views) >= MOST_REMEMBERED:
                self.views.clear()
            view = self.views[audiences] = self._view(audiences)
        return view

    def _view(self, audiences: frozenset[str]) -> View:
        of_records = self.values_of["audience"]
        may = np.array([name in audiences for name in of_records.names], dtype=bool)
        mask: Mask = np.zeros(len(self.alive), dtype=bool)
        mask[of_records.docs[may[of_records.codes]]] = True
        mask &= self.alive
        lengths = self.lengths[mask].astype(np.float64)
        holding = (lengths > 0).sum(axis=0)
        averages = np.where(holding, lengths.sum(axis=0) / np.maximum(holding, 1), 1.0)
        return View(mask, int(mask.sum()), dict(zip(SCORABLE, averages.tolist(), strict=True)))


def _with(
    values: Values, rows: Iterable[tuple[str, bytes]], places: npt.NDArray[Any], known: int
) -> Values:
    """The values of records from the place `known` on are added."""
    codes = {name: code for code, name in enumerate(values.names)}
    terms, packed = zip(*rows, strict=True) if rows else ((), ())
    of_rows = [codes.setdefault(unescaped(term), len(codes)) for term in terms]
    held = [len(numbers) // NUMBER.itemsize for numbers in packed]
    docs = places[unpacked(b"".join(packed), NUMBER)].astype(np.int64)
    new = docs >= max(known, 1)
    return Values(
        list(codes),
        np.concatenate([values.docs, docs[new]]),
        np.concatenate([values.codes, np.repeat(np.array(of_rows, dtype=np.int64), held)[new]]),
    )

"""Columns in memory that every search reads: audiences, facets, lengths and dates of all records."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search_engines.answered import Answered
from wgcop.search_engines.fields import SCORABLE, whole
from wgcop.search_engines.index_reading import Ids, Mask, Values
from wgcop.search_engines.postgres import cursors
from wgcop.search_engines.postgres.packed import COLUMN, NUMBER, unescaped, unpacked
from wgcop.search_engines.postgres.schema import COLUMN_FIELDS
from wgcop.search_engines.postgres.written_words import WrittenWords

MOST_REMEMBERED, ROOM_OF_VIEWS = 320, 200_000_000
"""How many views of one generation are kept in memory, one for each set of audiences, and how many
bytes they may take together.
"""

FEW = 10
"""One over the largest share of records that may have changed for views to be updated after a
commit. If more have changed, views are rebuilt when they are next needed.
"""

ADDED = "SELECT number, columns FROM search.segment WHERE last > %s"
REMOVED = "SELECT number FROM search.gone WHERE generation > %s"
VALUES = "SELECT field, term, numbers FROM search.posting WHERE is_column AND segment = ANY(%s)"


class View(NamedTuple):
    """The records that a set of audiences may see."""

    mask: Mask
    readable: int
    lengths: npt.NDArray[np.float64]
    """The sum of the lengths of each scored field in these records."""
    holding: Ids
    """The number of records that have each scored field."""

    @property
    def average_lengths(self) -> dict[str, float]:
        averages = np.where(self.holding, self.lengths / np.maximum(self.holding, 1), 1.0)
        return dict(zip(SCORABLE, averages.tolist(), strict=True))

    def changed(self, *, mask: Mask, lengths: npt.NDArray[np.float32], by: int = 1) -> Self:
        """Return the view with this mask, after records with these `lengths` were added (`by=1`) or
        removed (`by=-1`).
        """
        return self._replace(
            mask=mask,
            readable=self.readable + by * len(lengths),
            lengths=self.lengths + by * lengths.astype(np.float64).sum(axis=0),
            holding=self.holding + by * (lengths > 0).sum(axis=0),
        )


@dataclass(frozen=True)
class Columns:
    """Arrays of all records, indexed by the place of a record in them. A later generation is a new
    object, so readers can keep this one.
    """

    numbering: int
    generation: int
    places: npt.NDArray[np.int32]
    """The place of each record, by its number. Place 0 holds no record; it represents numbers that
    were deleted or never given.
    """
    numbers: npt.NDArray[np.uint32]
    alive: Mask
    lengths: npt.NDArray[np.float32]
    dates: npt.NDArray[np.int32]
    values_of: dict[str, Values]
    words: WrittenWords = field(default_factory=WrittenWords)
    """The words of all generations with this numbering. Later generations only add to them."""
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
        """Return the columns as of a later `generation`. Only changes since then are read."""
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
        gone = places[removed]
        gone = gone[gone > 0]  # place 0 holds no record
        alive[gone] = False
        places[removed] = 0
        places[columns["number"]] = np.arange(size, size + len(columns))
        new_values: dict[str, list[tuple[str, bytes]]] = {name: [] for name in COLUMN_FIELDS}
        if len(columns):
            cursor.execute(VALUES, ([number for number, _ in added],))
            for name, term, numbers in cursor.fetchall():
                new_values[name].append((term, numbers))
        later = replace(
            self,
            generation=generation,
            places=places,
            numbers=_appended(self.numbers, columns["number"]),
            alive=alive,
            lengths=_appended(self.lengths, columns["lengths"].astype(np.float32)),
            dates=_appended(self.dates, columns["date"]),
            values_of={
                name: _with(values, new_values[name], places, size)
                for name, values in self.values_of.items()
            },
            views={},
            masks={},
        )
        if size > 1 and len(columns) + len(gone) < size // FEW:
            for audiences, view in self.views.copy().items():
                later.views[audiences] = later._view_after(self, view, audiences, gone)
        return later

    @cached_property
    def answered(self) -> Answered:
        return Answered(frozenset(self.values_of["audience"].names))

    def values(self, facet: str) -> Values:
        return self.values_of[whole(facet)]

    def placed(self, numbers: bytes) -> Ids:
        """Return the places of packed numbers; 0 for those that are gone."""
        found: Ids = self.places.take(unpacked(numbers, NUMBER)).astype(np.int64)
        return found

    def view(self, audiences: frozenset[str]) -> View:
        audiences = self.answered.seen_by(audiences)
        view = self.views.get(audiences)
        if view is None:
            if len(self.views) >= min(MOST_REMEMBERED, ROOM_OF_VIEWS // len(self.alive) + 1):
                self.views.clear()
            view = self.views[audiences] = self._view(audiences)
        return view

    def _view(self, audiences: frozenset[str]) -> View:
        nobody = View(
            np.empty(0, dtype=bool), 0, np.zeros(len(SCORABLE)), np.zeros(len(SCORABLE), np.int64)
        )
        mask = self._readable(audiences)
        mask &= self.alive
        return nobody.changed(mask=mask, lengths=self.lengths[mask])

    def _view_after(
        self, earlier: "Columns", view: View, audiences: frozenset[str], gone: Ids
    ) -> View:
        """Return an updated copy of an earlier view. Only new and deleted records are read."""
        gone = gone[view.mask[gone]]
        size = len(earlier.numbers)
        new = self._readable(audiences, size, len(earlier.values_of["audience"].docs))
        mask = np.concatenate([view.mask, new])
        mask[gone] = False
        return view.changed(mask=mask, lengths=self.lengths[size:][new]).changed(
            mask=mask, lengths=self.lengths[gone], by=-1
        )

    def _readable(self, audiences: frozenset[str], place: int = 0, known: int = 0) -> Mask:
        """Return a mask of the records from `place` on that any of the audiences may see. The first
        `known` audience values belong to records before that place.
        """
        of_records = self.values_of["audience"]
        may = np.array([name in audiences for name in of_records.names], dtype=bool)
        docs, codes = of_records.docs[known:], of_records.codes[known:]
        mask: Mask = np.zeros(len(self.alive) - place, dtype=bool)
        mask[docs[may[codes]] - place] = True
        return mask


def _appended(values: npt.NDArray[Any], more: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Append values, in the free space after the array if there is any. Holders of the old array
    see no more than before, and only the latest array is appended to.
    """
    if not len(more):
        return values
    size = len(values) + len(more)
    room = values.base
    if not isinstance(room, np.ndarray) or len(room) < size:
        room = np.empty((size + size // 8, *values.shape[1:]), dtype=values.dtype)
        room[: len(values)] = values
    room[len(values) : size] = more
    return room[:size]


def _with(
    values: Values, rows: Iterable[tuple[str, bytes]], places: npt.NDArray[Any], known: int
) -> Values:
    """Return the values, extended by those of the records from the place `known` on."""
    rows = list(rows)
    if not rows:
        return values
    codes = {name: code for code, name in enumerate(values.names)}
    terms, packed = zip(*rows, strict=True)
    of_rows = [codes.setdefault(unescaped(term), len(codes)) for term in terms]
    held = [len(numbers) // NUMBER.itemsize for numbers in packed]
    docs = places[unpacked(b"".join(packed), NUMBER)].astype(np.int64)
    new = docs >= max(known, 1)
    return Values(
        list(codes),
        _appended(values.docs, docs[new]),
        _appended(values.codes, np.repeat(np.array(of_rows, dtype=np.int64), held)[new]),
    )

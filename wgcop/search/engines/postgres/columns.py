"""Columns in memory that every search reads: audiences, facets, lengths and dates of all records."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from wgcop.search.engines.fields import COLUMNS
from wgcop.search.engines.index_reading import Mask, Values
from wgcop.search.engines.postgres.postings import SCORABLE

MOST_REMEMBERED = 320
"""Views of one generation in memory, one for each set of audiences."""

ADDED = """
SELECT number, audience, facets, lengths, date FROM search.record WHERE number > %s ORDER BY number
"""
REMOVED = "SELECT number FROM search.gone WHERE generation > %s"


class View(NamedTuple):
    """The records that a set of audiences may see."""

    mask: Mask
    readable: int
    bits: bytes
    """The mask as PostgreSQL's `get_bit` reads it."""
    average_lengths: dict[str, float]


@dataclass(frozen=True)
class Columns:
    """Arrays indexed by the numbers of the records. A later generation is a new object, so readers can keep this one."""

    numbering: int
    generation: int
    alive: Mask
    audiences: tuple[frozenset[str], ...]
    audience_codes: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.float32]
    dates: npt.NDArray[np.int32]
    values: dict[str, Values]
    views: dict[frozenset[str], View] = field(default_factory=dict)

    @classmethod
    def empty(cls, numbering: int) -> Self:
        """One row only: that of number 0, which no record has."""
        none = np.empty(0, dtype=np.int64)
        return cls(
            numbering=numbering,
            generation=-1,
            alive=np.zeros(1, dtype=bool),
            audiences=(frozenset(),),
            audience_codes=np.zeros(1, dtype=np.int32),
            lengths=np.zeros((1, len(SCORABLE)), dtype=np.float32),
            dates=np.zeros(1, dtype=np.int32),
            values=dict.fromkeys(COLUMNS, Values([], none, none)),
        )

    def at(self, connection: Connection, generation: int, last: int) -> Self:
        """The columns of this later generation: read only what has changed since."""
        size = len(self.alive)
        rows = connection.exec_driver_sql(ADDED, (size - 1,)).all()
        removed = connection.exec_driver_sql(REMOVED, (self.generation,)).scalars().all()
        facets = [json.loads(row.facets) for row in rows]
        numbers = np.array([row.number for row in rows], dtype=np.int64)
        audiences = {audience: code for code, audience in enumerate(self.audiences)}
        codes = [audiences.setdefault(frozenset(row.audience), len(audiences)) for row in rows]

        def grown(column: npt.NDArray[Any], new: Any) -> npt.NDArray[Any]:
            rest = np.zeros((last + 1 - size, *column.shape[1:]), dtype=column.dtype)
            column = np.concatenate([column, rest])
            if rows:
                column[numbers] = new
            return column

        alive = grown(self.alive, True)
        alive[np.array(removed, dtype=np.int64)] = False
        return replace(
            self,
            generation=generation,
            alive=alive,
            audiences=tuple(audiences),
            audience_codes=grown(self.audience_codes, codes),
            lengths=grown(self.lengths, [row.lengths for row in rows]),
            dates=grown(self.dates, [row.date for row in rows]),
            values={
                facet: _with(
                    values, zip(numbers.tolist(), (each[facet] for each in facets), strict=True)
                )
                for facet, values in self.values.items()
            },
            views={},
        )

    def view(self, audiences: frozenset[str]) -> View:
        view = self.views.get(audiences)
        if view is None:
            if len(self.views) >= MOST_REMEMBERED:
                self.views.clear()
            view = self.views[audiences] = self._view(audiences)
        return view

    def _view(self, audiences: frozenset[str]) -> View:
        may = np.array([not audiences.isdisjoint(audience) for audience in self.audiences])
        mask = self.alive & may[self.audience_codes]
        lengths = self.lengths[mask].astype(np.float64)
        holding = (lengths > 0).sum(axis=0)
        averages = np.where(holding, lengths.sum(axis=0) / np.maximum(holding, 1), 1.0)
        return View(
            mask,
            int(mask.sum()),
            np.packbits(mask, bitorder="little").tobytes(),
            dict(zip(SCORABLE, averages.tolist(), strict=True)),
        )


def _with(values: Values, rows: Iterable[tuple[int, list[str]]]) -> Values:
    codes = {name: code for code, name in enumerate(values.names)}
    pairs = [
        (number, codes.setdefault(name, len(codes))) for number, names in rows for name in names
    ]
    new = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Values(
        list(codes),
        np.concatenate([values.docs, new[:, 0]]),
        np.concatenate([values.codes, new[:, 1]]),
    )

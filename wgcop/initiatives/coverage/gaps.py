"""Gaps and overlaps in coverage as sentences (pure)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wgcop.bodies.countries import country_name
from wgcop.bodies.levels import Region
from wgcop.drawing.charts import Sign
from wgcop.i18n import comma
from wgcop.initiatives.coverage.counts import CoverageCounts
from wgcop.initiatives.coverage.matrices import CountMatrix, region_name
from wgcop.initiatives.filters import WORLDWIDE, RegistryFilters
from wgcop.initiatives.kinds import MEASURE_NAMES, TARGET_GROUP_NAMES, Measure, TargetGroup

MANY = 3
MANY_CHOICES = (3, 5, 10, 20)
"""The smallest numbers of entries for the same place, target group and measure that a reader may
choose to call an overlap.
"""
MOST_SHOWN = 12


@dataclass(frozen=True)
class GapsOfRow:
    """The gaps of one row: `Africa` has none for `Industry, Law enforcement`."""

    row: str
    columns: str


@dataclass(frozen=True)
class Crowd:
    """A place, target group and measure with many entries."""

    place: str
    target_group: str
    measure: str
    count: int
    href: str


@dataclass(frozen=True)
class Crowds:
    """The largest crowds, and the number of the others."""

    shown: Sequence[Crowd]
    others: int


def gaps_in(matrix: CountMatrix) -> list[GapsOfRow]:
    """Return the gaps row by row. A row without any entry names every column."""
    missing = defaultdict(list)
    for row in matrix.rows:
        for column in matrix.columns:
            if matrix.cells[row.key, column.key].sign == Sign.GAP:
                missing[row.words].append(column.words)
    return [GapsOfRow(row, comma().join(columns)) for row, columns in missing.items()]


def unserved(matrix: CountMatrix) -> list[str]:
    """Return the names of the clauses that no entry serves."""
    return [row.words for row in matrix.rows if matrix.totals[row.key].sign == Sign.GAP]


def crowds(counts: CoverageCounts, filters: RegistryFilters) -> Crowds:
    """Return the crowds, countries first and then the largest: two entries that do the same in one
    country reach the same people.
    """
    found = sorted(
        counts.crowded.items(), key=lambda each: (_is_region(each[0][0]), -each[1], each[0])
    )
    shown = [_crowd(*triple, count, filters) for triple, count in found[:MOST_SHOWN]]
    return Crowds(shown, max(len(found) - MOST_SHOWN, 0))


def _crowd(place: str, group: str, measure: str, count: int, filters: RegistryFilters) -> Crowd:
    chosen: dict[str, Any] = {
        "region" if _is_region(place) else "country": place,
        "target_group": TargetGroup(group),
        "measure": Measure(measure),
    }
    return Crowd(
        region_name(place) if _is_region(place) else country_name(place),
        str(TARGET_GROUP_NAMES[chosen["target_group"]]),
        str(MEASURE_NAMES[chosen["measure"]]),
        count,
        replace(filters, **chosen).address(),
    )


def _is_region(place: str) -> bool:
    return place == WORLDWIDE or place in set(Region)

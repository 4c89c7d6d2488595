"""Matrices of counts with their gaps and overlaps. Pictures, tables and files are made from them
(pure).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES, Level, Region
from wgcop.drawing.charts import Cell, Chart, Named, Sign, matrix
from wgcop.initiatives.coverage.counts import NOT_STATED, CoverageCounts, Pairs
from wgcop.initiatives.filters import WORLDWIDE, RegistryFilters
from wgcop.initiatives.kinds import MEASURE_NAMES, TARGET_GROUP_NAMES, Measure, TargetGroup
from wgcop.resolutions.naming import in_short

REGIONS = (*Region, WORLDWIDE)


@dataclass(frozen=True)
class CountMatrix:
    """A matrix of counts. `totals` are the numbers of entries in each row, where an entry that
    several cells count counts once.
    """

    rows: Sequence[Named]
    columns: Sequence[Named]
    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, Cell]
    not_stated: Mapping[str, int]
    of_rows: str
    of_columns: str

    def chart(self, language: str) -> Chart:
        is_long = len(self.rows) > len(REGIONS)
        return matrix(
            self.rows,
            self.columns,
            self.cells,
            language=language,
            row_letters=34 if is_long else 22,
            row_height=34 if is_long else 46,
        )

    @property
    def has_unstated(self) -> bool:
        return any(self.not_stated.values())

    def table(self) -> Iterator[list[str]]:
        """Yield the rows of a file: the header, then one line for each row of the matrix."""
        last = [_("Not stated"), _("All entries")] if self.has_unstated else [_("All entries")]
        yield [self.of_rows, *(column.words for column in self.columns), *last]
        for row in self.rows:
            counts = [self.cells[row.key, column.key].count for column in self.columns]
            unstated = [self.not_stated.get(row.key, 0)] if self.has_unstated else []
            yield [row.words, *map(str, [*counts, *unstated, self.totals[row.key].count])]


def region_name(region: str) -> str:
    return _("Worldwide") if region == WORLDWIDE else str(REGION_NAMES[Region(region)])


def entries(count: int) -> str:
    return ngettext("%(num)d entry", "%(num)d entries", count)


def by_target_group(counts: CoverageCounts, filters: RegistryFilters) -> CountMatrix:
    """Return the matrix of regions and target groups. If a target group is chosen, only its column
    is shown.
    """
    chosen = [group for group in TargetGroup if filters.target_group in (None, group)]
    crowded = {(place, group) for place, group, _measure in counts.crowded}
    columns = [Named(group, str(TARGET_GROUP_NAMES[group])) for group in chosen]
    return _of_regions(counts, counts.by_target_group, columns, crowded, filters, "target_group")


def by_measure(counts: CoverageCounts, filters: RegistryFilters) -> CountMatrix:
    """Return the matrix of regions and measures. If a measure is chosen, only its column is shown."""
    chosen = [measure for measure in Measure if filters.measure in (None, measure)]
    crowded = {(place, measure) for place, _group, measure in counts.crowded}
    columns = [Named(measure, str(MEASURE_NAMES[measure])) for measure in chosen]
    return _of_regions(counts, counts.by_measure, columns, crowded, filters, "measure")


def _of_regions(
    counts: CoverageCounts,
    pairs: Pairs,
    columns: Sequence[Named],
    crowded: set[tuple[str, str]],
    filters: RegistryFilters,
    parameter: str,
) -> CountMatrix:
    rows = [Named(region, region_name(region)) for region in REGIONS]
    cells = {}
    for row in rows:
        for column in columns:
            count = pairs.get((row.key, column.key), 0)
            sign = Sign.OVERLAP if (row.key, column.key) in crowded else Sign.NONE
            chosen: dict[str, Any] = {"region": row.key, parameter: column.key}
            narrowed = replace(filters, **chosen)
            cells[row.key, column.key] = _cell(
                count, sign if count else Sign.GAP, f"{row.words}, {column.words}", narrowed
            )
    totals = {
        row.key: _cell(
            counts.by_region.get(row.key, 0),
            Sign.NONE,
            row.words,
            replace(filters, region=row.key),
        )
        for row in rows
    }
    unstated = {row.key: pairs.get((row.key, NOT_STATED), 0) for row in rows}
    of_columns = _("Target group") if parameter == "target_group" else _("Measure")
    return CountMatrix(rows, columns, cells, totals, unstated, _("Region"), of_columns)


def by_clause(counts: CoverageCounts, filters: RegistryFilters) -> CountMatrix:
    """Return the matrix of clauses and levels. A clause is a gap if no entry on any level serves
    it. If a level is chosen, only its column is shown.
    """
    levels = [level for level in Level if filters.level in (None, level)]
    columns = [Named(level, str(LEVEL_NAMES[level])) for level in levels]
    rows, cells, totals = [], {}, {}
    for wording in counts.clauses:
        wid = wording.clause.wid
        row = Named(wid, in_short(wording.citation))
        rows.append(row)
        total = sum(counts.by_clause.get((wid, level), 0) for level in levels)
        served = replace(filters, clause=wid)
        totals[wid] = _cell(total, Sign.NONE if total else Sign.GAP, row.words, served)
        for column in columns:
            cells[wid, column.key] = _cell(
                counts.by_clause.get((wid, column.key), 0),
                Sign.NONE if total else Sign.GAP,
                f"{row.words}, {column.words}",
                replace(served, level=Level(column.key)),
            )
    return CountMatrix(rows, columns, cells, totals, {}, _("Clause"), _("Level"))


def _cell(count: int, sign: Sign, name: str, filters: RegistryFilters) -> Cell:
    words = f"{name}: {entries(count)}"
    if sign == Sign.GAP:
        words = _("%(count)s, a gap", count=words)
    elif sign == Sign.OVERLAP:
        words = _("%(count)s, some of them alike", count=words)
    return Cell(count, sign, words, filters.address() if count else "")

"""The data of a coverage page, and each of its pictures on its own."""

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from wgcop.bodies.levels import LEVEL_NAMES
from wgcop.drawing.charts import Chart
from wgcop.initiatives.coverage import gaps, lines, matrices, places
from wgcop.initiatives.coverage.counts import (
    CoverageCounts,
    TimedEntry,
    TimeRange,
    coverage_counts,
    time_range,
    timed_entries,
)
from wgcop.initiatives.coverage.gaps import MANY, MANY_CHOICES
from wgcop.initiatives.coverage.matrices import CountMatrix
from wgcop.initiatives.filters import RegistryFilters
from wgcop.initiatives.kinds import INITIATIVE_KIND_NAMES, MEASURE_NAMES, TARGET_GROUP_NAMES

ADDRESS = "/initiatives/coverage"
NARROWED_BY = ("level", "kind", "target_group", "measure", "since", "until")


class CoveragePicture(enum.StrEnum):
    MAP = "map"
    TARGET_GROUPS = "target-groups"
    MEASURES = "measures"
    CLAUSES = "clauses"
    TIME_LINE = "time-line"


BOUNDARIES = _l(
    "Boundaries, names and colours on the map imply no opinion on the legal status of any country, territory or frontier. "
    "Shapes: Natural Earth."
)

PICTURE_NAMES = {
    CoveragePicture.MAP: _l("Map of the world"),
    CoveragePicture.TARGET_GROUPS: _l("Regions and target groups"),
    CoveragePicture.MEASURES: _l("Regions and measures"),
    CoveragePicture.CLAUSES: _l("Clauses and levels"),
    CoveragePicture.TIME_LINE: _l("Time line"),
}


@dataclass(frozen=True)
class Choices:
    """The choices of a reader. `filters` also narrow the table of the registry; the others only
    change how coverage is shown.
    """

    filters: RegistryFilters
    many: int = MANY
    by_lead: bool = False
    page: int = 1

    @classmethod
    def of(cls, filters: RegistryFilters, data: Mapping[str, Any]) -> "Choices":
        """Read the choices from the query of an address. Unknown values are ignored."""
        many, page = (_number(data.get(name)) for name in ("many", "page"))
        return cls(
            replace(RegistryFilters(), **{name: getattr(filters, name) for name in NARROWED_BY}),
            many if many in MANY_CHOICES else MANY,
            data.get("by") == "lead",
            max(page, 1),
        )

    def address(self, below: str = "", **changed: Any) -> str:
        """Return the address of the page with these choices, or of the file `below` it."""
        choices = replace(self, **changed)
        chosen = choices.filters.parameters
        if choices.many != MANY:
            chosen["many"] = str(choices.many)
        if choices.by_lead:
            chosen["by"] = "lead"
        if choices.page > 1:
            chosen["page"] = str(choices.page)
        path = f"{ADDRESS}/{below}" if below else ADDRESS
        return f"{path}?{urlencode(chosen)}" if chosen else path


class CoveragePage:
    """The data of a coverage page. Each part is counted when it is first needed."""

    def __init__(self, choices: Choices, *, today: date, language: str) -> None:
        self.choices = choices
        self.today = today
        self.language = language

    @property
    def filters(self) -> RegistryFilters:
        return self.choices.filters

    @cached_property
    def counts(self) -> CoverageCounts:
        return coverage_counts(self.filters, many=self.choices.many)

    @cached_property
    def regions(self) -> list[places.CountedRegion]:
        return places.regions(self.counts, self.filters)

    @cached_property
    def target_groups(self) -> CountMatrix:
        return matrices.by_target_group(self.counts, self.filters)

    @cached_property
    def measures(self) -> CountMatrix:
        return matrices.by_measure(self.counts, self.filters)

    @cached_property
    def clauses(self) -> CountMatrix:
        return matrices.by_clause(self.counts, self.filters)

    @cached_property
    def crowds(self) -> gaps.Crowds:
        return gaps.crowds(self.counts, self.filters)

    @cached_property
    def time_range(self) -> TimeRange:
        return time_range(self.filters)

    @property
    def narrowed(self) -> list[str]:
        """Return the names of the filters in force, as people read them."""
        filters = self.filters
        names: dict[str, Mapping[Any, Any]] = {
            "level": LEVEL_NAMES,
            "kind": INITIATIVE_KIND_NAMES,
            "target_group": TARGET_GROUP_NAMES,
            "measure": MEASURE_NAMES,
        }
        chosen = [str(of[value]) for name, of in names.items() if (value := getattr(filters, name))]
        if filters.since or filters.until:
            years = f"{filters.since or ''}–{filters.until or ''}"
            chosen.append(_("under way in %(years)s", years=years))
        return chosen

    @property
    def pages(self) -> int:
        return max(-(-self.time_range.dated // lines.PAGE), 1)

    @property
    def page(self) -> int:
        return min(self.choices.page, self.pages)

    @cached_property
    def timed(self) -> list[TimedEntry]:
        return timed_entries(
            self.filters,
            by_lead=self.choices.by_lead,
            limit=lines.PAGE,
            offset=lines.PAGE * (self.page - 1),
        )

    def charts(
        self, pictures: Iterable[CoveragePicture] = tuple(CoveragePicture)
    ) -> dict[CoveragePicture, Chart]:
        make = {
            CoveragePicture.MAP: lambda: places.chart(self.counts, self.filters, self.language),
            CoveragePicture.TARGET_GROUPS: lambda: self.target_groups.chart(self.language),
            CoveragePicture.MEASURES: lambda: self.measures.chart(self.language),
            CoveragePicture.CLAUSES: lambda: self.clauses.chart(self.language),
            CoveragePicture.TIME_LINE: self._time_line,
        }
        return {picture: make[picture]() for picture in pictures if self.has(picture)}

    def has(self, picture: CoveragePicture) -> bool:
        """Return whether the page has this picture. Clauses and the time line are left out if there
        is nothing to draw.
        """
        if picture == CoveragePicture.CLAUSES:
            return bool(self.counts.clauses)
        return picture != CoveragePicture.TIME_LINE or bool(self.timed)

    def table(self, picture: CoveragePicture) -> Iterator[list[str]]:
        """Yield the header and the rows of a picture's file. The file of the time line has all
        entries, not only those of one page.
        """
        match picture:
            case CoveragePicture.MAP:
                return places.table(self.counts)
            case CoveragePicture.TARGET_GROUPS:
                return self.target_groups.table()
            case CoveragePicture.MEASURES:
                return self.measures.table()
            case CoveragePicture.CLAUSES:
                return self.clauses.table()
            case CoveragePicture.TIME_LINE:
                return lines.table(timed_entries(self.filters, by_lead=self.choices.by_lead))

    def _time_line(self) -> Chart:
        return lines.chart(
            self.timed,
            lines.years_shown(self.filters, self.time_range, today=self.today),
            by_lead=self.choices.by_lead,
            today=self.today,
            language=self.language,
        )


def _number(value: Any) -> int:
    written = str(value or "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 0

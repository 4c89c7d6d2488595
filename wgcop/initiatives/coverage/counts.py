"""Counts of accepted entries, made by the database however many there are. An entry that covers two
regions counts in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import aliased

from wgcop.bodies.levels import Region
from wgcop.database import db
from wgcop.initiatives.filters import WORLDWIDE, RegistryFilters
from wgcop.initiatives.kinds import Dimension
from wgcop.initiatives.models import Coverage, Initiative, initiative_clause
from wgcop.initiatives.queries import conditions
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.queries import operative_clauses

NOT_STATED = ""
SEVERAL = "several"
"""The region that is given for an entry with more than one."""

Pairs = Mapping[tuple[str, str], int]
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class CoverageCounts:
    """The counts of a coverage page. `WORLDWIDE` counts entries without a region, `NOT_STATED`
    those without a target group or measure.

    `crowded` counts the combinations of place, target group and measure that have many entries; a
    place is a region or a country.
    """

    matching: int
    by_region: Mapping[str, int]
    by_country: Mapping[str, int]
    by_target_group: Pairs
    by_measure: Pairs
    by_clause: Pairs
    clauses: Sequence[Wording]
    crowded: Mapping[Triple, int]


@dataclass(frozen=True)
class TimedEntry:
    """The facts of an entry that a time line shows."""

    slug: str
    name: str
    acronym: str
    lead: str
    started: str
    ended: str
    region: str

    @property
    def title(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


@dataclass(frozen=True)
class TimeRange:
    """The numbers of entries with and without a start date, and the earliest year in which one
    started.
    """

    dated: int
    undated: int
    first_year: int | None


def coverage_counts(filters: RegistryFilters, *, many: int) -> CoverageCounts:
    return CoverageCounts(
        matching=_scalar(select(func.count(Initiative.id)), filters),
        by_region=_by_region(filters),
        by_country=_by_country(filters),
        by_target_group=_by_region_and(Dimension.TARGET_GROUP, filters),
        by_measure=_by_region_and(Dimension.MEASURE, filters),
        by_clause=_by_clause(filters),
        clauses=operative_clauses(),
        crowded={
            **_crowded(Dimension.COUNTRY, filters, many),
            **_crowded(Dimension.REGION, filters, many),
        },
    )


def _by_region(filters: RegistryFilters) -> dict[str, int]:
    place = aliased(Coverage)
    rows = _grouped(
        select(place.value, func.count()).outerjoin(place, _covers(place, Dimension.REGION)),
        filters,
        place.value,
    )
    return {region or WORLDWIDE: number for region, number in rows}


def _by_country(filters: RegistryFilters) -> dict[str, int]:
    place = aliased(Coverage)
    rows = _grouped(
        select(place.value, func.count()).join(place, _covers(place, Dimension.COUNTRY)),
        filters,
        place.value,
    )
    return {country: number for country, number in rows}


def _by_region_and(dimension: Dimension, filters: RegistryFilters) -> dict[tuple[str, str], int]:
    place, other = aliased(Coverage), aliased(Coverage)
    rows = _grouped(
        select(place.value, other.value, func.count())
        .outerjoin(place, _covers(place, Dimension.REGION))
        .outerjoin(other, _covers(other, dimension)),
        filters,
        place.value,
        other.value,
    )
    return {(region or WORLDWIDE, value or NOT_STATED): number for region, value, number in rows}


def _by_clause(filters: RegistryFilters) -> dict[tuple[str, str], int]:
    served = initiative_clause
    rows = _grouped(
        select(Clause.wid, Initiative.level, func.count())
        .join(served, served.c.initiative_id == Initiative.id)
        .join(Clause, Clause.id == served.c.clause_id),
        filters,
        Clause.wid,
        Initiative.level,
    )
    return {(wid, level): number for wid, level, number in rows}


def _crowded(place_in: Dimension, filters: RegistryFilters, many: int) -> dict[Triple, int]:
    """Count the combinations of place, target group and measure that have at least `many` entries.
    Entries without a region count as one place, worldwide.
    """
    place, group, measure = aliased(Coverage), aliased(Coverage), aliased(Coverage)
    rows = db.session.execute(
        select(place.value, group.value, measure.value, func.count())
        .select_from(Initiative)
        .join(place, _covers(place, place_in), isouter=place_in == Dimension.REGION)
        .join(group, _covers(group, Dimension.TARGET_GROUP))
        .join(measure, _covers(measure, Dimension.MEASURE))
        .where(*conditions(filters))
        .group_by(place.value, group.value, measure.value)
        .having(func.count() >= many)
    )
    return {(where or WORLDWIDE, group, measure): number for where, group, measure, number in rows}


def time_range(filters: RegistryFilters) -> TimeRange:
    has_start = case((Initiative.started != "", 1), else_=0)
    dated, everything, first = db.session.execute(
        select(
            func.sum(has_start),
            func.count(Initiative.id),
            func.min(case((Initiative.started != "", func.substr(Initiative.started, 1, 4)))),
        ).where(*conditions(filters))
    ).one()
    dated = int(dated or 0)
    return TimeRange(dated, everything - dated, int(first) if first else None)


def timed_entries(
    filters: RegistryFilters, *, by_lead: bool, limit: int | None = None, offset: int = 0
) -> list[TimedEntry]:
    """Return the entries that have a start date, grouped by region or by lead."""
    regions = (
        select(
            Coverage.initiative_id.label("id"),
            func.count().label("number"),
            func.min(Coverage.value).label("first"),
        )
        .where(Coverage.dimension == Dimension.REGION)
        .group_by(Coverage.initiative_id)
        .subquery()
    )
    region = case(
        (regions.c.number.is_(None), WORLDWIDE),
        (regions.c.number > 1, SEVERAL),
        else_=regions.c.first,
    )
    order = {each: place for place, each in enumerate([*Region, SEVERAL, WORLDWIDE])}
    groups = (
        (Initiative.lead == "", func.lower(Initiative.lead))
        if by_lead
        else (case(order, value=region),)
    )
    rows = db.session.execute(
        select(
            Initiative.slug,
            Initiative.name,
            Initiative.acronym,
            Initiative.lead,
            Initiative.started,
            Initiative.ended,
            region,
        )
        .outerjoin(regions, regions.c.id == Initiative.id)
        .where(*conditions(filters), Initiative.started != "")
        .order_by(*groups, Initiative.started, Initiative.id)
        .limit(limit)
        .offset(offset)
    )
    return [TimedEntry(*row) for row in rows]


def _covers(coverage: Any, dimension: Dimension) -> ColumnElement[bool]:
    return and_(coverage.initiative_id == Initiative.id, coverage.dimension == dimension)


def _grouped(query: Select[*tuple[Any, ...]], filters: RegistryFilters, *columns: Any) -> Any:
    return db.session.execute(
        query.select_from(Initiative).where(*conditions(filters)).group_by(*columns)
    )


def _scalar(query: Select[Any], filters: RegistryFilters) -> int:
    return int(db.session.scalar(query.where(*conditions(filters))) or 0)

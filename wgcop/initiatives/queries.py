"""The registry as its pages need it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import func, select

from wgcop.bodies.levels import Level, Region
from wgcop.db import db
from wgcop.initiatives.models import Initiative, InitiativeKind

Combination = tuple[Level, Region | None, InitiativeKind]


@dataclass(frozen=True)
class RegistryFilters:
    """The reader's choices; None does not narrow the table."""

    level: Level | None = None
    region: Region | None = None
    kind: InitiativeKind | None = None

    @property
    def any(self) -> bool:
        return bool(self.level or self.region or self.kind)

    def address(self, page: int) -> str:
        """The address of this page of the filtered table."""
        chosen = {"level": self.level, "region": self.region, "kind": self.kind, "page": page}
        return f"/initiatives/?{urlencode({name: v for name, v in chosen.items() if v})}"


@dataclass(frozen=True)
class RegistryCounts:
    """How many entries there are, how many pass the filters, and how many each other choice would leave."""

    total: int
    matching: int
    by_level: Counter[Level]
    by_region: Counter[Region]
    by_kind: Counter[InitiativeKind]


PAGE = 50


def registry(filters: RegistryFilters, *, page: int) -> Sequence[Initiative]:
    """One page of the entries, in order of their names."""
    query = select(Initiative).order_by(func.lower(Initiative.name), Initiative.id)
    if filters.level:
        query = query.where(Initiative.level == filters.level)
    if filters.region:
        query = query.where(Initiative.region == filters.region)
    if filters.kind:
        query = query.where(Initiative.kind == filters.kind)
    return db.session.scalars(query.limit(PAGE).offset(PAGE * (page - 1))).all()


def registry_counts(filters: RegistryFilters) -> RegistryCounts:
    rows = db.session.execute(
        select(Initiative.level, Initiative.region, Initiative.kind, func.count()).group_by(
            Initiative.level, Initiative.region, Initiative.kind
        )
    )
    return count({(level, region, kind): number for level, region, kind, number in rows}, filters)


def count(entries: dict[Combination, int], filters: RegistryFilters) -> RegistryCounts:
    matching = 0
    by_level: Counter[Level] = Counter()
    by_region: Counter[Region] = Counter()
    by_kind: Counter[InitiativeKind] = Counter()
    for (level, region, kind), number in entries.items():
        in_level = filters.level in (None, level)
        in_region = filters.region in (None, region)
        in_kind = filters.kind in (None, kind)
        if in_region and in_kind:
            by_level[level] += number
        if region and in_level and in_kind:
            by_region[region] += number
        if in_level and in_region:
            by_kind[kind] += number
        if in_level and in_region and in_kind:
            matching += number
    return RegistryCounts(sum(entries.values()), matching, by_level, by_region, by_kind)


def total_by_level() -> dict[Level, int]:
    """How many entries the registry has on each level."""
    rows = db.session.execute(select(Initiative.level, func.count()).group_by(Initiative.level))
    return {level: number for level, number in rows}


def initiative_by_slug(slug: str) -> Initiative | None:
    return db.session.scalar(select(Initiative).where(Initiative.slug == slug))

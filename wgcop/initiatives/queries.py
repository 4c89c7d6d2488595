"""The registry as its pages need it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Category, Delegation, Person
from wgcop.bodies.levels import Level, Region
from wgcop.db import db
from wgcop.initiatives.models import Coverage, Dimension, EntryState, Initiative, InitiativeKind
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.resolutions.queries import operative_clauses


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


@dataclass
class RegistryCounts:
    """How many entries there are, how many pass the filters, and how many each other choice would leave."""

    total: int
    matching: int
    by_level: Counter[Level]
    by_region: Counter[Region]
    by_kind: Counter[InitiativeKind]


@dataclass(frozen=True)
class EntryChoices:
    """What an entry may point to: clauses as the latest edition words them, and who may answer for it."""

    clauses: Sequence[Wording]
    owners: Sequence[Delegation]
    has_secretariat: bool

    @property
    def first_owner(self) -> Delegation | None:
        return None if self.has_secretariat else next(iter(self.owners), None)


PAGE = 50


def registry(filters: RegistryFilters, *, page: int) -> Sequence[Initiative]:
    """One page of the entries, in order of their names."""
    query = (
        select(Initiative)
        .where(Initiative.state == EntryState.ACCEPTED)
        .options(selectinload(Initiative.coverage))
        .order_by(func.lower(Initiative.name), Initiative.id)
    )
    if filters.level:
        query = query.where(Initiative.level == filters.level)
    if filters.region:
        query = query.where(
            Initiative.coverage.any(dimension=Dimension.REGION, value=filters.region)
        )
    if filters.kind:
        query = query.where(Initiative.kind == filters.kind)
    return db.session.scalars(query.limit(PAGE).offset(PAGE * (page - 1))).all()


def registry_counts(filters: RegistryFilters) -> RegistryCounts:
    """Of accepted entries. One that covers several regions counts in each of them."""
    accepted = Initiative.state == EntryState.ACCEPTED
    each = select(Initiative.level, Initiative.kind, func.count()).where(accepted)
    in_region = each
    if filters.region:
        in_region = each.where(
            Initiative.coverage.any(dimension=Dimension.REGION, value=filters.region)
        )
    by_region = (
        select(Initiative.level, Initiative.kind, Coverage.value, func.count())
        .join(Initiative.coverage)
        .where(accepted, Coverage.dimension == Dimension.REGION)
    )
    counts = RegistryCounts(0, 0, Counter(), Counter(), Counter())
    counts.total = db.session.scalar(select(func.count()).where(accepted)) or 0
    for level, kind, number in db.session.execute(
        in_region.group_by(Initiative.level, Initiative.kind)
    ):
        in_level, in_kind = filters.level in (None, level), filters.kind in (None, kind)
        counts.by_level[level] += number * in_kind
        counts.by_kind[kind] += number * in_level
        counts.matching += number * (in_level and in_kind)
    for level, kind, region, number in db.session.execute(
        by_region.group_by(Initiative.level, Initiative.kind, Coverage.value)
    ):
        if filters.level in (None, level) and filters.kind in (None, kind):
            counts.by_region[Region(region)] += number
    return counts


def total_by_level() -> dict[Level, int]:
    """How many entries the registry has on each level."""
    rows = db.session.execute(
        select(Initiative.level, func.count())
        .where(Initiative.state == EntryState.ACCEPTED)
        .group_by(Initiative.level)
    )
    return {level: number for level, number in rows}


def initiative_by_slug(slug: str) -> Initiative | None:
    return db.session.scalar(with_all().where(Initiative.slug == slug))


def with_all() -> Select[Initiative]:
    """Entries with all that their pages show."""
    return select(Initiative).options(
        selectinload(Initiative.coverage),
        selectinload(Initiative.clauses)
        .selectinload(Clause.wordings)
        .joinedload(Wording.section)
        .joinedload(Section.edition)
        .joinedload(Edition.resolution),
        joinedload(Initiative.delegation),
    )


def offered(person: Person) -> EntryChoices:
    """The secretariat may enter what any delegation answers for, and anybody else what theirs do."""
    if person.is_secretariat:
        owners = db.session.scalars(
            select(Delegation)
            .where(Delegation.category != Category.SECRETARIAT)
            .order_by(func.lower(Delegation.name))
        ).all()
        return EntryChoices(operative_clauses(), owners, has_secretariat=True)
    own = [membership.delegation for membership in person.memberships]
    return EntryChoices(operative_clauses(), own, has_secretariat=not own)

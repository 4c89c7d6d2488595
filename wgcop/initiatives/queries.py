"""Queries for the pages of the registry."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.any_reader import Reader
from wgcop.accounts.models import Category, Delegation, Person
from wgcop.bodies.levels import Level
from wgcop.database import db
from wgcop.initiatives.due import is_unconfirmed
from wgcop.initiatives.filters import WORLDWIDE, EntryOrder, RegistryFilters
from wgcop.initiatives.kinds import Dimension, EntryState
from wgcop.initiatives.models import Coverage, EntryVersion, Initiative, Overlap, initiative_clause
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.resolutions.queries import operative_clauses


@dataclass
class RegistryCounts:
    """The number of all entries, of those that match the filters, and of those that each other
    choice would leave.

    `by_region` counts entries without a region under `worldwide`; the keys of `by_clause` are wids.
    """

    total: int
    matching: int
    by_level: Counter[str]
    by_kind: Counter[str]
    by_project_state: Counter[str]
    by_confidence: Counter[str]
    by_region: Counter[str]
    by_country: Counter[str]
    by_target_group: Counter[str]
    by_measure: Counter[str]
    by_clause: Counter[str]


@dataclass(frozen=True)
class EntryChoices:
    """The clauses that an entry may serve, worded as in the latest edition, and the delegations
    that may answer for it.
    """

    clauses: Sequence[Wording]
    owners: Sequence[Delegation]
    has_secretariat: bool

    @property
    def first_owner(self) -> Delegation | None:
        return None if self.has_secretariat else next(iter(self.owners), None)


@dataclass(frozen=True)
class ProposedEntry:
    """A proposed entry, and the number of entries that it overlaps with."""

    entry: Initiative
    overlaps: int


PAGE = 50
MOST_PROPOSED = 200


ACCEPTED = Initiative.state == EntryState.ACCEPTED
_ORDERS: dict[EntryOrder, tuple[Any, ...]] = {
    EntryOrder.NAME: (func.lower(Initiative.name),),
    EntryOrder.REFERENCE: (Initiative.number,),
    EntryOrder.STARTED: (Initiative.started.desc(), func.lower(Initiative.name)),
    EntryOrder.CHANGED: (Initiative.changed_at.desc(),),
}
_DIMENSIONS = {
    "region": Dimension.REGION,
    "country": Dimension.COUNTRY,
    "target_group": Dimension.TARGET_GROUP,
    "measure": Dimension.MEASURE,
}
_COLUMNS = ("level", "kind", "project_state", "confidence")


def registry(filters: RegistryFilters, *, page: int) -> Sequence[Initiative]:
    """Return one page of the entries that match the filters."""
    return db.session.scalars(
        select(Initiative)
        .where(*conditions(filters))
        .options(selectinload(Initiative.coverage))
        .order_by(*_ORDERS[filters.order], Initiative.id)
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()


def whole_table(filters: RegistryFilters) -> Sequence[Initiative]:
    """Return all entries that match the filters, with everything that a row of their table shows."""
    return db.session.scalars(
        select(Initiative)
        .where(*conditions(filters))
        .options(
            selectinload(Initiative.coverage),
            selectinload(Initiative.clauses),
            joinedload(Initiative.delegation),
        )
        .order_by(*_ORDERS[filters.order], Initiative.id)
    ).all()


def conditions(filters: RegistryFilters) -> list[ColumnElement[bool]]:
    """Return the conditions under which an accepted entry matches the filters."""
    chosen = [ACCEPTED]
    for name in _COLUMNS:
        if value := getattr(filters, name):
            chosen.append(getattr(Initiative, name) == value)
    for name, dimension in _DIMENSIONS.items():
        value = getattr(filters, name)
        if value == WORLDWIDE:
            chosen.append(~Initiative.coverage.any(Coverage.dimension == dimension))
        elif value:
            chosen.append(Initiative.coverage.any(dimension=dimension, value=str(value)))
    if filters.clause:
        chosen.append(Initiative.clauses.any(wid=filters.clause))
    if filters.is_unconfirmed:
        chosen.append(is_unconfirmed())
    if filters.since or filters.until:
        chosen.append(_was_under_way(filters.since, filters.until))
    return chosen + [_has_word(word) for word in filters.words.split()]


def _was_under_way(since: int | None, until: int | None) -> ColumnElement[bool]:
    """Return the condition for entries that were under way in some of these years. One without a
    start date never matches; one without an end date is still under way.
    """
    parts = [Initiative.started != ""]
    if since:
        parts.append(or_(Initiative.ended == "", Initiative.ended >= str(since)))
    if until:
        parts.append(Initiative.started < str(until + 1))
    return and_(*parts)


def _has_word(word: str) -> ColumnElement[bool]:
    """Return the condition for entries that contain the word, or have it as their number."""
    number = re.fullmatch(r"(?i)ini-?0*(\d{1,8})", word)
    if number:
        return Initiative.number == int(number[1])
    columns = (Initiative.name, Initiative.acronym, Initiative.lead, Initiative.area)
    return or_(
        *(column.icontains(word, autoescape=True) for column in (*columns, Initiative.scope))
    )


def registry_counts(filters: RegistryFilters) -> RegistryCounts:
    """Count the entries for each filter. An entry that covers several regions counts in each of
    them.
    """
    total = db.session.scalar(select(func.count(Initiative.id)).where(ACCEPTED)) or 0
    matching, columns = _count_columns(filters)
    covered = _count_covered(filters)
    by_clause = select(Clause.wid, func.count()).join(Initiative.clauses)
    served = db.session.execute(
        by_clause.where(*conditions(filters.without("clause"))).group_by(Clause.wid)
    )
    return RegistryCounts(
        total,
        matching,
        **{f"by_{name}": counter for name, counter in (columns | covered).items()},
        by_clause=Counter({wid: number for wid, number in served}),
    )


def _count_columns(filters: RegistryFilters) -> tuple[int, dict[str, Counter[str]]]:
    """Count by all columns in one SQL statement. The count of each choice applies the filters of
    the other columns.
    """
    columns = [getattr(Initiative, name) for name in _COLUMNS]
    rows = db.session.execute(
        select(func.count(), *columns)
        .where(*conditions(filters.without(*_COLUMNS)))
        .group_by(*columns)
    )
    counters: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
    matching = 0
    for number, *values in rows:
        fits = [
            getattr(filters, name) in (None, value)
            for name, value in zip(_COLUMNS, values, strict=True)
        ]
        matching += number * all(fits)
        for at, (name, value) in enumerate(zip(_COLUMNS, values, strict=True)):
            if value is not None and all(fits[:at] + fits[at + 1 :]):
                counters[name][value] += number
    return matching, counters


def _count_covered(filters: RegistryFilters) -> dict[str, Counter[str]]:
    counters: dict[str, Counter[str]] = {name: Counter() for name in _DIMENSIONS}
    rows = db.session.execute(
        select(Coverage.dimension, Coverage.value, func.count())
        .join(Initiative, Initiative.id == Coverage.initiative_id)
        .where(
            or_(
                *(
                    and_(Coverage.dimension == dimension, *conditions(filters.without(name)))
                    for name, dimension in _DIMENSIONS.items()
                )
            )
        )
        .group_by(Coverage.dimension, Coverage.value)
    )
    names = {dimension: name for name, dimension in _DIMENSIONS.items()}
    for dimension, value, number in rows:
        counters[names[dimension]][value] = number
    worldwide = replace(filters, region=WORLDWIDE)
    counters["region"][WORLDWIDE] = (
        db.session.scalar(select(func.count(Initiative.id)).where(*conditions(worldwide))) or 0
    )
    return counters


def total_by_level() -> dict[Level, int]:
    """Return the number of accepted entries on each level."""
    rows = db.session.execute(
        select(Initiative.level, func.count()).where(ACCEPTED).group_by(Initiative.level)
    )
    return {level: number for level, number in rows}


def initiative_by_slug(slug: str) -> Initiative | None:
    return db.session.scalar(with_all().where(Initiative.slug == slug))


def initiative_by_number(number: int) -> Initiative | None:
    return db.session.scalar(select(Initiative).where(Initiative.number == number))


def with_all() -> Select[Initiative]:
    """Return the query for entries, with everything that their pages show."""
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
    """Return the choices of the form. The secretariat may choose any delegation as the owner,
    anybody else only their own.
    """
    if person.is_secretariat:
        owners = sorted(
            db.session.scalars(
                select(Delegation).where(Delegation.category != Category.SECRETARIAT)
            ),
            key=lambda each: each.place,
        )
        return EntryChoices(operative_clauses(), owners, has_secretariat=True)
    own = [membership.delegation for membership in person.memberships]
    return EntryChoices(operative_clauses(), own, has_secretariat=not own)


def waiting_count() -> int:
    """Return the number of proposed entries that wait for the secretariat."""
    proposed = Initiative.state == EntryState.PROPOSED
    return db.session.scalar(select(func.count(Initiative.id)).where(proposed)) or 0


def waiting(person: Person) -> Sequence[ProposedEntry]:
    """Return the proposals that wait: all of them for the secretariat, otherwise those of this
    person and their delegation.
    """
    return _proposed(person, Initiative.state == EntryState.PROPOSED, Initiative.proposed_at)


def decided_on(person: Person) -> Sequence[ProposedEntry]:
    """Return the proposals that were declined or withdrawn, latest first."""
    states = (EntryState.DECLINED, EntryState.WITHDRAWN)
    return _proposed(person, Initiative.state.in_(states), Initiative.proposed_at.desc())


def _proposed(
    person: Person, state: ColumnElement[bool], order: ColumnElement[Any] | Any
) -> list[ProposedEntry]:
    overlaps = (
        select(func.count(Overlap.id))
        .where(Overlap.initiative_id == Initiative.id)
        .scalar_subquery()
    )
    query = (
        select(Initiative, overlaps)
        .where(state)
        .options(
            selectinload(Initiative.coverage),
            joinedload(Initiative.proposed_by),
            joinedload(Initiative.delegation),
        )
        .order_by(order, Initiative.id)
        .limit(MOST_PROPOSED)
    )
    if not person.is_secretariat:
        query = query.where(is_proposed_by(person))
    return [ProposedEntry(entry, number) for entry, number in db.session.execute(query)]


def is_proposed_by(person: Reader) -> ColumnElement[bool]:
    return or_(
        Initiative.proposed_by_id == person.id,
        Initiative.delegation_id.in_(person.delegation_ids),
    )


def versions_of(initiative: Initiative) -> Sequence[EntryVersion]:
    """Return the versions of the entry, oldest first."""
    return db.session.scalars(
        select(EntryVersion)
        .where(EntryVersion.initiative_id == initiative.id)
        .options(joinedload(EntryVersion.by))
        .order_by(EntryVersion.number)
    ).all()


def initiatives_serving(clause: Clause) -> int:
    """Return the number of accepted entries that serve the clause."""
    found = beside.found(clause, "initiatives")
    if found is not None:
        return int(found)
    return initiatives_by_clause([clause.id]).get(clause.id, 0)


def _serving(clause_id: Any) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(initiative_clause)
        .join(Initiative, Initiative.id == initiative_clause.c.initiative_id)
        .where(ACCEPTED, initiative_clause.c.clause_id == clause_id)
        .scalar_subquery()
    )


beside.stands_beside("initiatives", _serving)


def initiatives_by_clause(clause_ids: Collection[int]) -> dict[int, int]:
    """Return the number of accepted entries that serve each of these clauses, in one SQL statement."""
    rows = db.session.execute(
        select(initiative_clause.c.clause_id, func.count())
        .join(Initiative, Initiative.id == initiative_clause.c.initiative_id)
        .where(ACCEPTED, initiative_clause.c.clause_id.in_(clause_ids))
        .group_by(initiative_clause.c.clause_id)
    )
    return {clause_id: number for clause_id, number in rows}

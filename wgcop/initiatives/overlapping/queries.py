"""Queries for the overlaps that pages show, and for the entries that a new one overlaps with."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from wgcop.database import db
from wgcop.initiatives.kinds import Dimension, EntryState
from wgcop.initiatives.models import Coverage, Initiative, Overlap, initiative_clause
from wgcop.initiatives.overlapping.rule import overlap

MOST = 8
"""The most entries whose owners are told about a new one. If it overlaps with more, it is too
general for anybody to read about.
"""


def overlapping(initiative: Initiative, named: Collection[int]) -> list[Initiative]:
    """Return the accepted entries that this one overlaps with. Those in `named`, which have a
    similar name or text, come first.
    """
    measure, group = aliased(Coverage), aliased(Coverage)
    alike = (
        select(Initiative.id)
        .join(measure, measure.initiative_id == Initiative.id)
        .join(group, group.initiative_id == Initiative.id)
        .join(initiative_clause, initiative_clause.c.initiative_id == Initiative.id)
        .where(
            measure.dimension == Dimension.MEASURE,
            measure.value.in_([str(each) for each in initiative.measures]),
            group.dimension == Dimension.TARGET_GROUP,
            group.value.in_([str(each) for each in initiative.target_groups]),
            initiative_clause.c.clause_id.in_([clause.id for clause in initiative.clauses]),
        )
    )
    candidates = db.session.scalars(
        select(Initiative)
        .where(
            Initiative.state == EntryState.ACCEPTED,
            Initiative.id != initiative.id,
            or_(Initiative.id.in_(alike), Initiative.id.in_(named)),
        )
        .options(
            selectinload(Initiative.coverage),
            selectinload(Initiative.clauses),
            joinedload(Initiative.delegation),
        )
        .order_by(Initiative.number)
    ).all()
    by_name = [candidate for candidate in candidates if candidate.id in named]
    by_facts = [
        candidate
        for candidate in candidates
        if candidate.id not in named and overlap(initiative, candidate)
    ]
    return (by_name + by_facts)[:MOST]


def overlaps_of(initiative: Initiative) -> Sequence[Overlap]:
    """Return the overlaps in which the entry is on either side, oldest first, except those with an
    entry that was merged.
    """
    ends = (Overlap.initiative, Overlap.other)
    return db.session.scalars(
        select(Overlap)
        .where(
            or_(Overlap.initiative_id == initiative.id, Overlap.other_id == initiative.id),
            *(end.has(Initiative.state != EntryState.MERGED) for end in ends),
        )
        .options(*_sides(), joinedload(Overlap.answered_by))
        .order_by(Overlap.id)
    ).all()


def overlap_with_sides(overlap_id: int) -> Overlap | None:
    return db.session.scalar(
        select(Overlap)
        .where(Overlap.id == overlap_id)
        .options(*_sides(), joinedload(Overlap.answered_by))
    )


def told_before(initiative: Initiative) -> set[int]:
    """Return the ids of the entries whose owners have been told."""
    return set(
        db.session.scalars(select(Overlap.other_id).where(Overlap.initiative_id == initiative.id))
    )


def _sides() -> list[LoaderOption]:
    return [
        joinedload(side).options(
            joinedload(Initiative.delegation), selectinload(Initiative.coverage)
        )
        for side in (Overlap.initiative, Overlap.other)
    ]

"""Reads what colleagues have changed in a delegation's positions since a given moment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.positions.models import Position
from wgcop.positions.movements import clauses_called
from wgcop.positions.stances import Layer
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class OwnChange:
    """The delegation's current position on a clause in one layer, and its position `before`, which
    is None if it had taken none or had withdrawn it.
    """

    now: Position
    before: Position | None
    clause: Clause


def own_changes(
    delegation: Delegation, person: Person, after: datetime, *, resolution_id: int | None = None
) -> list[OwnChange]:
    """Return what others in the delegation changed after this moment, those on one resolution if it
    is given, in the order of the text and in a constant number of SQL statements. What the person
    recorded last themselves, and what stands as it stood then, is left out.
    """
    query = (
        select(Position)
        .where(
            Position.delegation_id == delegation.id,
            Position.at > after,
            Position.carried_from_id.is_(None),
        )
        .options(joinedload(Position.person))
        .order_by(Position.id)
    )
    if resolution_id is not None:
        query = query.join(Position.clause).where(Clause.resolution_id == resolution_id)
    latest = {(each.clause_id, each.layer): each for each in db.session.scalars(query)}
    if not latest:
        return []
    before = _before(delegation, {clause_id for clause_id, _layer in latest}, after)
    changed = {
        place: each
        for place, each in latest.items()
        if each.person_id != person.id and _said(each) != _said(before.get(place))
    }
    clauses = clauses_called({each.clause_id for each in changed.values()})
    changes = [
        OwnChange(each, before.get(place), clauses[each.clause_id])
        for place, each in changed.items()
    ]
    return sorted(
        changes,
        key=lambda one: (one.clause.wording.reading_order, list(Layer).index(one.now.layer)),
    )


def _before(
    delegation: Delegation, clause_ids: set[int], moment: datetime
) -> dict[tuple[int, Layer], Position]:
    rows = db.session.scalars(
        select(Position)
        .where(
            Position.delegation_id == delegation.id,
            Position.clause_id.in_(clause_ids),
            # One that was carried over to a clause stood on its ancestor before.
            or_(Position.at <= moment, Position.carried_from_id.is_not(None)),
        )
        .order_by(Position.id)
    )
    stood = {(each.clause_id, each.layer): each for each in rows}
    return {place: each for place, each in stood.items() if each.stance}


def _said(position: Position | None) -> tuple[object, str]:
    return (position.stance, position.reason) if position and position.stance else (None, "")

"""Reads how others have moved against the positions of one delegation since its reader last looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.positions.directions import Direction, direction_of
from wgcop.positions.models import Position, PositionMark
from wgcop.positions.queries import latest_positions
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause

_OWN = (Layer.WITHIN, Layer.RELEASED, Layer.RED_LINE)
"""What counts as the delegation's own position: the first of these that it has."""


@dataclass(frozen=True)
class Movement:
    """What another delegation released in the meantime. `before` is the position that the reader
    has seen, or None if there was none.
    """

    now: Position
    before: Position | None
    own: Stance

    @cached_property
    def direction(self) -> Direction:
        before = self.before.stance if self.before else None
        return direction_of(self.own, before, self.now.stance)


@dataclass(frozen=True)
class Movements:
    all: Sequence[Movement] = ()

    @property
    def last(self) -> int:
        """The number of the newest position among them. Who has seen the list has seen up to it."""
        return max((each.now.id for each in self.all), default=0)

    @cached_property
    def _by_place(self) -> Mapping[tuple[int, int], Movement]:
        return {(each.now.delegation_id, each.now.clause_id): each for each in self.all}

    def of(self, delegation_id: int, clause_id: int) -> Movement | None:
        return self._by_place.get((delegation_id, clause_id))


def movements(
    person: Person, delegation: Delegation, resolution_id: int, clause_id: int | None = None
) -> Movements:
    """Return the movements on the clauses where the delegation has a position, or on one clause, in
    at most five SQL statements.

    They begin where the person has marked them as seen, and nowhere before the delegation took its
    first position on the clause. What moved away from the delegation comes first.
    """
    about = (
        Position.clause_id == clause_id
        if clause_id is not None
        else Position.clause_id.in_(select(Clause.id).where(Clause.resolution_id == resolution_id))
    )
    own, first = _own(about, delegation)
    if not own:
        return Movements()
    seen = _seen(person, delegation, resolution_id)
    since = {each: max(seen, first[each]) for each in own}
    changed = db.session.scalars(
        latest_positions(
            Position.clause_id.in_(own),
            Position.layer == Layer.RELEASED,
            Position.delegation_id != delegation.id,
            Position.id > min(since.values()),
        ).options(joinedload(Position.clause).selectinload(Clause.wordings))
    ).all()
    changed = [each for each in changed if each.id > since[each.clause_id]]
    before = _before(changed, since)
    moved = [
        Movement(each, before.get((each.delegation_id, each.clause_id)), own[each.clause_id])
        for each in changed
    ]
    return Movements(sorted(filter(_is_one, moved), key=_order))


def _own(about: Any, delegation: Delegation) -> tuple[Mapping[int, Stance], Mapping[int, int]]:
    """Return the delegation's own position by the id of the clause, and the number of its first
    position there.
    """
    rows = db.session.execute(
        select(Position.clause_id, Position.layer, Position.stance, Position.id)
        .where(about, Position.delegation_id == delegation.id)
        .order_by(Position.id)
    )
    present: dict[int, dict[Layer, Stance | None]] = {}
    first: dict[int, int] = {}
    for clause_id, layer, stance, number in rows:
        present.setdefault(clause_id, {})[layer] = stance
        first.setdefault(clause_id, number)
    own = {
        clause_id: stance
        for clause_id, layers in present.items()
        if (stance := next((layers[each] for each in _OWN if layers.get(each)), None))
    }
    return own, first


def _seen(person: Person, delegation: Delegation, resolution_id: int) -> int:
    return (
        db.session.scalar(
            select(PositionMark.seen).where(
                PositionMark.person_id == person.id,
                PositionMark.delegation_id == delegation.id,
                PositionMark.resolution_id == resolution_id,
            )
        )
        or 0
    )


def _before(
    changed: Sequence[Position], since: Mapping[int, int]
) -> Mapping[tuple[int, int], Position]:
    """Return what stood in the place of each of these when the reader looked last."""
    if not changed:
        return {}
    rows = db.session.scalars(
        latest_positions(
            Position.layer == Layer.RELEASED,
            Position.delegation_id.in_({each.delegation_id for each in changed}),
            or_(
                *(
                    and_(Position.clause_id == each, Position.id <= since[each])
                    for each in {one.clause_id for one in changed}
                )
            ),
        )
    )
    return {(each.delegation_id, each.clause_id): each for each in rows if each.stance}


def _is_one(movement: Movement) -> bool:
    """Return whether it says anything new: a position that is only confirmed for another wording
    does not, and neither does one that was taken and withdrawn in between.
    """
    before, now = movement.before, movement.now
    if before is None:
        return now.stance is not None
    return (before.stance, before.reason) != (now.stance, now.reason)


def _order(movement: Movement) -> tuple[int, int, str]:
    place = list(Direction).index(movement.direction)
    return place, movement.now.clause_id, movement.now.delegation.name

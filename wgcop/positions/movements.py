"""Reads how others have moved against the positions of one delegation since its reader last looked,
or since a moment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.positions.directions import Direction, direction_of
from wgcop.positions.models import Position, PositionMark
from wgcop.positions.placed import PlacedPosition
from wgcop.positions.queries import placed_positions
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause, Section, Wording

_OWN = (Layer.WITHIN, Layer.RELEASED, Layer.RED_LINE)
"""What counts as the delegation's own position: the first of these that it has."""

LISTED = 100  # movements that a page names; a longer list is read as a table


@dataclass(frozen=True)
class Earlier:
    """A position as it was when the reader last looked."""

    stance: Stance
    reason: str


@dataclass(frozen=True)
class Movement:
    """What another delegation released in the meantime. `before` is None if it had no position.
    `clause` is read for those that a page names one by one.
    """

    now: PlacedPosition
    before: Earlier | None
    own: Stance
    clause: Clause | None = None

    @cached_property
    def direction(self) -> Direction:
        before = self.before.stance if self.before else None
        return direction_of(self.own, before, self.now.stance)


@dataclass(frozen=True)
class Movements:
    all: Sequence[Movement] = ()

    @property
    def listed(self) -> Sequence[Movement]:
        """Those that a page names one by one; its table marks all of them."""
        return self.all[:LISTED]

    @property
    def unlisted(self) -> int:
        return len(self.all) - len(self.listed)

    @property
    def last(self) -> int:
        """The id of the newest position among them. Whoever has seen the list has seen everything
        up to it.
        """
        return max((each.now.id for each in self.all), default=0)

    @cached_property
    def _by_place(self) -> Mapping[tuple[int, int], Movement]:
        return {(each.now.delegation_id, each.now.clause_id): each for each in self.all}

    def of(self, delegation_id: int, clause_id: int) -> Movement | None:
        return self._by_place.get((delegation_id, clause_id))


@dataclass
class _OwnPosition:
    """Where the delegation stands on a clause, and the number of its first position there."""

    resolution_id: int
    first: int
    by_layer: dict[Layer, Stance | None]

    @property
    def stance(self) -> Stance | None:
        return next((self.by_layer[each] for each in _OWN if self.by_layer.get(each)), None)


def movements(
    person: Person,
    delegation: Delegation,
    *,
    resolution_id: int | None = None,
    clause_id: int | None = None,
    after: datetime | None = None,
) -> Movements:
    """Return the movements on the clauses where the delegation has a position, those of one
    resolution or one clause if it is given, in at most seven SQL statements.

    They begin `after` a moment or, without one, where the person has marked them as seen: for
    somebody who never did, when they got their account; but never before the delegation took its
    first position on the clause. What moved away from the delegation comes first.
    """
    standing = _own(delegation, resolution_id, clause_id)
    own = {key: each.stance for key, each in standing.items() if each.stance}
    if not own:
        return Movements()
    marks = _marks(person, delegation) if after is None else {}
    is_marked = all(each.resolution_id in marks for each in standing.values())
    # A newcomer begins with nothing new.
    began = 0 if is_marked else _last_until(after or person.joined_at)
    since = {
        key: max(marks.get(standing[key].resolution_id, began), standing[key].first) for key in own
    }
    changed = placed_positions(
        Position.clause_id.in_(own),
        Position.layer == Layer.RELEASED,
        Position.delegation_id != delegation.id,
        Position.id > min(since.values()),
        Position.carried_from_id.is_(None),
    )
    changed = [each for each in changed if each.id > since[each.clause_id]]
    before = _before(changed, since)
    moved = [
        Movement(each, before.get((each.delegation_id, each.clause_id)), own[each.clause_id])
        for each in changed
    ]
    moved = sorted(filter(_is_one, moved), key=_order)
    listed, others = moved[:LISTED], moved[LISTED:]
    clauses = clauses_called({each.now.clause_id for each in listed})
    named = [replace(each, clause=clauses.get(each.now.clause_id)) for each in listed]
    return Movements([*named, *others])


def clauses_called(ids: Collection[int]) -> Mapping[int, Clause]:
    """Return these clauses by their ids, with all that is needed to cite them."""
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Clause)
        .where(Clause.id.in_(ids))
        .options(
            selectinload(Clause.wordings).joinedload(Wording.section).joinedload(Section.edition)
        )
    )
    return {each.id: each for each in rows}


def _own(
    delegation: Delegation, resolution_id: int | None, clause_id: int | None
) -> Mapping[int, _OwnPosition]:
    """Return what the delegation has recorded, by the id of the clause."""
    query = (
        select(
            Position.clause_id,
            Clause.resolution_id,
            Position.layer,
            Position.stance,
            Position.id,
        )
        .join(Position.clause)
        .where(Position.delegation_id == delegation.id)
        .order_by(Position.id)
    )
    if clause_id is not None:
        query = query.where(Position.clause_id == clause_id)
    if resolution_id is not None:
        query = query.where(Clause.resolution_id == resolution_id)
    found: dict[int, _OwnPosition] = {}
    for key, of_resolution, layer, stance, number in db.session.execute(query):
        found.setdefault(key, _OwnPosition(of_resolution, number, {})).by_layer[layer] = stance
    return found


def _marks(person: Person, delegation: Delegation) -> Mapping[int, int]:
    """Return the last position that the person has seen, by the id of the resolution."""
    rows = db.session.execute(
        select(PositionMark.resolution_id, PositionMark.seen).where(
            PositionMark.person_id == person.id, PositionMark.delegation_id == delegation.id
        )
    )
    return {resolution_id: seen for resolution_id, seen in rows}


def _last_until(moment: datetime) -> int:
    return db.session.scalar(select(func.max(Position.id)).where(Position.at <= moment)) or 0


def _before(
    changed: Sequence[PlacedPosition], since: Mapping[int, int]
) -> Mapping[tuple[int, int], Earlier]:
    """Return the position that each of these replaced, as the reader last saw it: one that was
    carried over to a clause stood on its ancestor before.
    """
    if not changed:
        return {}
    rows = db.session.execute(
        select(
            Position.clause_id,
            Position.delegation_id,
            Position.id,
            Position.stance,
            Position.reason,
            Position.carried_from_id,
        )
        .where(
            Position.layer == Layer.RELEASED,
            Position.clause_id.in_({each.clause_id for each in changed}),
            Position.delegation_id.in_({each.delegation_id for each in changed}),
            or_(Position.id <= max(since.values()), Position.carried_from_id.is_not(None)),
        )
        .order_by(Position.id)
    )
    stood: dict[tuple[int, int], Earlier | None] = {}
    for clause_id, delegation_id, number, stance, reason, carried_from in rows:
        if number <= since[clause_id] or carried_from:
            stood[delegation_id, clause_id] = Earlier(stance, reason) if stance else None
    return {place: earlier for place, earlier in stood.items() if earlier}


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
    return place, movement.now.clause_id, movement.now.delegation

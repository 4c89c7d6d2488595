"""Reads how others have moved against the positions of one delegation since its reader last looked,
or since a moment.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.positions.directions import Direction, direction_of
from wgcop.positions.models import HeldPosition, Position, PositionMark
from wgcop.positions.placed import PlacedPosition
from wgcop.positions.queries import placed_positions
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause, Section, Wording

_OWN = (Layer.WITHIN, Layer.RELEASED, Layer.RED_LINE)
"""What counts as the delegation's own position: the first of these that it has."""

LISTED = 100  # movements that a page names; a longer list is read as a table, or in turns


@dataclass(frozen=True)
class Earlier:
    """A position as it was when the reader last looked."""

    stance: Stance
    reason: str


@dataclass(frozen=True)
class Movement:
    """What another delegation released in the meantime. `before` is None if it had no position.
    `title` and `address`, of the positions on the clause or the proposal, are read for those that a
    page names one by one.
    """

    now: PlacedPosition
    before: Earlier | None
    own: Stance
    kind: str
    """The kind of the thing, `clause` or `proposal`."""
    title: str = ""
    address: str = ""

    @cached_property
    def direction(self) -> Direction:
        before = self.before.stance if self.before else None
        return direction_of(self.own, before, self.now.stance)


@dataclass(frozen=True)
class Movements:
    """Where a table marks `all` of them, all are seen at once. Elsewhere those that are named are
    the earliest, and the others are named once these are seen.
    """

    all: Sequence[Movement] = ()
    have_table: bool = True

    @property
    def listed(self) -> Sequence[Movement]:
        """Those that a page names one by one."""
        return self.all[:LISTED]

    @property
    def unlisted(self) -> int:
        return len(self.all) - len(self.listed)

    @property
    def last(self) -> int:
        """The id of the newest position among those that are seen together. Whoever has seen these
        has seen everything up to it.
        """
        seen = self.all if self.have_table else self.listed
        return max((each.now.id for each in seen), default=0)

    @cached_property
    def _by_place(self) -> Mapping[tuple[int, int], Movement]:
        return {(each.now.delegation_id, each.now.thing_id): each for each in self.all}

    def of(self, delegation_id: int, thing_id: int) -> Movement | None:
        return self._by_place.get((delegation_id, thing_id))


@dataclass
class _OwnPosition:
    """Where the delegation stands on a thing, and the number of its first position there."""

    resolution_id: int
    first: int
    by_layer: dict[Layer, Stance | None]

    @property
    def stance(self) -> Stance | None:
        return next((self.by_layer[each] for each in _OWN if self.by_layer.get(each)), None)


class MovementsReader(ABC):
    """Reads the movements on things of one kind: on clauses or, from the feature that has them, on
    proposals.
    """

    kind: ClassVar[str]
    table: ClassVar[type[HeldPosition]]
    column: ClassVar[str]
    """The name of the column that says how far somebody has seen positions on such things."""
    have_table: ClassVar[bool]
    """Whether a table of positions marks all movements on such things."""

    @property
    def mark(self) -> InstrumentedAttribute[Any]:
        column: InstrumentedAttribute[Any] = getattr(PositionMark, self.column)
        return column

    @abstractmethod
    def rows_of(self, delegation: Delegation, resolution_id: int | None) -> Select[Any]:
        """Select all rows of the delegation, those on one resolution if it is given."""

    @abstractmethod
    def thing_id_of(self, position: Any) -> int:
        """Return the id of the thing on which this position was taken."""

    @abstractmethod
    def own(
        self, delegation: Delegation, resolution_id: int | None, thing_id: int | None
    ) -> Iterable[tuple[int, int, Layer, Stance | None, int]]:
        """Return the delegation's rows in the order of their numbers: the ids of the thing and of its
        resolution, the layer, the stance and the number.
        """

    @abstractmethod
    def released_after(
        self, number: int, things: Collection[int], others_than: Delegation
    ) -> list[PlacedPosition]:
        """Return the current released positions of others on these things with greater numbers."""

    @abstractmethod
    def released_until(
        self, number: int, things: Collection[int], delegations: Collection[int]
    ) -> Iterable[tuple[int, int, int, Stance | None, str, bool]]:
        """Return the rows that these delegations released up to this number, in the order of their numbers:
        the ids of the thing and of the delegation, the number, the stance, the reason and whether the
        position was carried over from another thing.
        """

    @abstractmethod
    def called(self, things: Collection[int]) -> Mapping[int, tuple[str, str]]:
        """Return the titles of these things and the addresses of the positions on them, by id and in
        the order of the text.
        """

    def read(
        self,
        person: Person,
        delegation: Delegation,
        *,
        resolution_id: int | None = None,
        thing_id: int | None = None,
        after: datetime | None = None,
    ) -> Movements:
        """Return the movements on the things where the delegation has a position, those of one
        resolution or one thing if it is given, in at most seven SQL statements.

        They begin `after` a moment or, without one, where the person has marked them as seen: for
        somebody who never did, when they joined the delegation; but never before the delegation took
        its first position on the thing. What moved away from the delegation comes first.
        """
        standing = _standing(self.own(delegation, resolution_id, thing_id))
        own = {key: each.stance for key, each in standing.items() if each.stance}
        if not own:
            return Movements()
        marks = self._marks(person, delegation) if after is None else {}
        is_marked = all(each.resolution_id in marks for each in standing.values())
        # A newcomer begins with nothing new.
        began = (
            0 if is_marked else self._last_until(after or person.in_delegation_since(delegation))
        )
        since = {
            key: max(marks.get(standing[key].resolution_id, began), standing[key].first)
            for key in own
        }
        changed = self.released_after(min(since.values()), list(own), delegation)
        changed = [each for each in changed if each.id > since[each.thing_id]]
        before = self._before(changed, since)
        moved = [
            Movement(
                each,
                before.get((each.delegation_id, each.thing_id)),
                own[each.thing_id],
                self.kind,
            )
            for each in changed
        ]
        is_in_turns = after is None and not self.have_table
        moved = sorted(filter(_is_one, moved), key=_number if is_in_turns else _order)
        listed, others = sorted(moved[:LISTED], key=_order), moved[LISTED:]
        called = self.called({each.now.thing_id for each in listed}) if listed else {}
        named = []
        for each in listed:
            title, address = called[each.now.thing_id]
            named.append(replace(each, title=title, address=address))
        return Movements([*named, *others], self.have_table)

    def _marks(self, person: Person, delegation: Delegation) -> Mapping[int, int]:
        """Return the last position that the person has seen, by the id of the resolution."""
        rows = db.session.execute(
            select(PositionMark.resolution_id, self.mark).where(
                PositionMark.person_id == person.id,
                PositionMark.delegation_id == delegation.id,
                self.mark > 0,
            )
        )
        return {resolution_id: seen for resolution_id, seen in rows}

    def _last_until(self, moment: datetime) -> int:
        last = select(func.max(self.table.id)).where(self.table.at <= moment)
        return db.session.scalar(last) or 0

    def _before(
        self, changed: Sequence[PlacedPosition], since: Mapping[int, int]
    ) -> Mapping[tuple[int, int], Earlier]:
        """Return the position that each of these replaced, as the reader last saw it: one that was
        carried over to a clause stood on its ancestor before.
        """
        if not changed:
            return {}
        rows = self.released_until(
            max(since.values()),
            {each.thing_id for each in changed},
            {each.delegation_id for each in changed},
        )
        stood: dict[tuple[int, int], Earlier | None] = {}
        for thing_id, delegation_id, number, stance, reason, is_carried in rows:
            if number <= since[thing_id] or is_carried:
                stood[delegation_id, thing_id] = Earlier(stance, reason) if stance else None
        return {place: earlier for place, earlier in stood.items() if earlier}


class _OnClauses(MovementsReader):
    kind = "clause"
    table = Position
    column = "seen"
    have_table = True

    def rows_of(self, delegation: Delegation, resolution_id: int | None) -> Select[Position]:
        query = select(Position).where(Position.delegation_id == delegation.id)
        if resolution_id is not None:
            query = query.join(Position.clause).where(Clause.resolution_id == resolution_id)
        return query

    def thing_id_of(self, position: Position) -> int:
        return position.clause_id

    def own(
        self, delegation: Delegation, resolution_id: int | None, thing_id: int | None
    ) -> Iterable[tuple[int, int, Layer, Stance | None, int]]:
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
        if thing_id is not None:
            query = query.where(Position.clause_id == thing_id)
        if resolution_id is not None:
            query = query.where(Clause.resolution_id == resolution_id)
        return db.session.execute(query)

    def released_after(
        self, number: int, things: Collection[int], others_than: Delegation
    ) -> list[PlacedPosition]:
        return placed_positions(
            Position.clause_id.in_(things),
            Position.layer == Layer.RELEASED,
            Position.delegation_id != others_than.id,
            Position.id > number,
            Position.carried_from_id.is_(None),
        )

    def released_until(
        self, number: int, things: Collection[int], delegations: Collection[int]
    ) -> Iterable[tuple[int, int, int, Stance | None, str, bool]]:
        return db.session.execute(
            select(
                Position.clause_id,
                Position.delegation_id,
                Position.id,
                Position.stance,
                Position.reason,
                Position.carried_from_id.is_not(None),
            )
            .where(
                Position.layer == Layer.RELEASED,
                Position.clause_id.in_(things),
                Position.delegation_id.in_(delegations),
                or_(Position.id <= number, Position.carried_from_id.is_not(None)),
            )
            .order_by(Position.id)
        )

    def called(self, things: Collection[int]) -> Mapping[int, tuple[str, str]]:
        return {
            each.id: (each.wording.citation, f"/clauses/{each.wid}/positions")
            for each in _in_order(things)
        }


ON_CLAUSES = _OnClauses()


def _in_order(ids: Collection[int]) -> Sequence[Clause]:
    """Return these clauses in the order of the text, with all that is needed to cite them."""
    rows = db.session.scalars(
        select(Clause)
        .where(Clause.id.in_(ids))
        .options(
            selectinload(Clause.wordings).joinedload(Wording.section).joinedload(Section.edition)
        )
    )
    return sorted(rows, key=lambda each: each.wording.reading_order)


def _standing(
    rows: Iterable[tuple[int, int, Layer, Stance | None, int]],
) -> Mapping[int, _OwnPosition]:
    """Return where the delegation stands, by the id of the thing."""
    found: dict[int, _OwnPosition] = {}
    for key, resolution_id, layer, stance, number in rows:
        found.setdefault(key, _OwnPosition(resolution_id, number, {})).by_layer[layer] = stance
    return found


def _is_one(movement: Movement) -> bool:
    """Return whether it says anything new: a position that is only confirmed for another wording
    does not, and neither does one that was taken and withdrawn in between.
    """
    before, now = movement.before, movement.now
    if before is None:
        return now.stance is not None
    return (before.stance, before.reason) != (now.stance, now.reason)


def _number(movement: Movement) -> int:
    return movement.now.id


def _order(movement: Movement) -> tuple[int, int, str]:
    place = list(Direction).index(movement.direction)
    return place, movement.now.thing_id, movement.now.delegation

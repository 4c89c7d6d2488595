"""Reads positions for pages: those at one clause, and the grid of a resolution."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from wgcop.accounts.models import Delegation
from wgcop.accounts.regional import RegionalGroup, RegionalMembership, groups_named
from wgcop.accounts.regional_members import members_of_groups
from wgcop.bodies.place_names import state_in_words
from wgcop.database import db
from wgcop.i18n import comma, semicolon
from wgcop.positions.grid import Grid, grid_of
from wgcop.positions.models import (
    AnyPosition,
    HeldPosition,
    Holder,
    Position,
    RegionalPosition,
    mark_of,
)
from wgcop.positions.narrowing import ALL, GridNarrowing
from wgcop.positions.placed import PlacedPosition
from wgcop.positions.policy import TAKE_POSITIONS
from wgcop.positions.stances import CRITICAL_FIRST, Layer, Stance, stance_name
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.reading import ReadClause
from wgcop.threads.chairing.queries import agreed_words_of

AnyHeld = TypeVar("AnyHeld", bound=HeldPosition)


def words_of(clause: Clause) -> str:
    """Return the words on which positions are taken now: the wording agreed so far or, if there is
    none, that of the latest edition. A clause that is agreed to be suppressed has no words.
    """
    return agreed_words_of([clause.id]).get(clause.id, clause.wording.text)


def words_of_clauses(
    clause_ids: Collection[int], agreed: Mapping[int, str] | None = None
) -> dict[int, str]:
    """Return the same for several clauses, by their ids, in two SQL statements; in one if the wordings
    that were `agreed` are known.
    """
    if agreed is None:
        agreed = agreed_words_of(clause_ids)
    latest = (
        select(func.max(Wording.id))
        .where(Wording.clause_id.in_(clause_ids))
        .group_by(Wording.clause_id)
    )
    rows = db.session.execute(select(Wording.clause_id, Wording.text).where(Wording.id.in_(latest)))
    return {clause_id: text for clause_id, text in rows} | dict(agreed)


beside.stands_beside(
    "positions",
    lambda clause_id: or_(
        *(
            select(rows.id)
            .where(rows.clause_id == clause_id, rows.layer == Layer.RELEASED)
            .exists()
            for rows in (Position, RegionalPosition)
        )
    ),
)


@dataclass(frozen=True)
class ReleasedPositions:
    """The released positions on a clause or a proposal, those of regional groups and then those of
    delegations, the most critical first, and the words that they are about. `key` tells the thing
    from others on a page.
    """

    key: str
    words: str = ""
    positions: Sequence[HeldPosition] = ()

    @property
    def dom_id(self) -> str:
        return f"positions-{self.key}"


def in_order(positions: Iterable[AnyHeld]) -> list[AnyHeld]:
    """Return positions of delegations as they stand in a list: the most critical first, and those
    of Member States before others.
    """
    taken = [each for each in positions if each.stance is not None]
    taken.sort(key=_protocol_of)
    taken.sort(key=lambda each: CRITICAL_FIRST.index(each.stance) if each.stance else 0)
    return taken


def released_at(clause: Clause) -> ReleasedPositions:
    """Return what delegations have released about the clause. No SQL statement is sent if the one
    that read the clause has already found that there are none.
    """
    if beside.found(clause, "positions") is False:
        return ReleasedPositions(clause.wid)
    rows = db.session.scalars(
        latest_positions(Position.clause_id == clause.id, Position.layer == Layer.RELEASED).options(
            contains_eager(Position.delegation)
        )
    )
    of_groups = _released_by_groups(RegionalPosition.clause_id == clause.id)
    return ReleasedPositions(clause.wid, words_of(clause), [*of_groups, *in_order(rows)])


def _released_by_groups(*which: Any) -> list[RegionalPosition]:
    """Return the current positions that regional groups have released, in the order of the groups."""
    rows = db.session.scalars(
        latest_of_groups(RegionalPosition.layer == Layer.RELEASED, *which)
    ).all()
    taken = [each for each in rows if each.stance is not None]
    return sorted(taken, key=lambda each: each.group_key)


def own_positions(clause: Clause, holder: Holder) -> dict[Layer, AnyPosition]:
    """Return the last row of a delegation or a regional group in each layer, also one that withdrew
    its position.
    """
    latest: Select[Any]
    if isinstance(holder, RegionalGroup):
        of_group = RegionalPosition.group_key == holder.key
        latest = latest_of_groups(RegionalPosition.clause_id == clause.id, of_group).options(
            joinedload(RegionalPosition.person)
        )
    else:
        latest = latest_positions(
            Position.clause_id == clause.id, Position.delegation_id == holder.id
        ).options(joinedload(Position.person))
    return {each.layer: each for each in db.session.scalars(latest)}


@dataclass(frozen=True)
class ToConfirm:
    """A position that its delegation took on an earlier wording, and the words of the clause now."""

    position: Position
    words: str

    @property
    def mark(self) -> str:
        return mark_of(self.words)


def positions_to_confirm(resolution_id: int, delegation: Delegation) -> list[ToConfirm]:
    """Return the delegation's positions on earlier wordings of the clauses of a resolution, in the
    order of the clauses.
    """
    clauses = select(Clause.id).where(Clause.resolution_id == resolution_id)
    rows = db.session.scalars(
        latest_positions(
            Position.clause_id.in_(clauses), Position.delegation_id == delegation.id
        ).options(
            joinedload(Position.clause).selectinload(Clause.wordings),
            joinedload(Position.person),
        )
    )
    taken = [each for each in rows if each.stance is not None]
    words = words_of_clauses({each.clause_id for each in taken})
    earlier = [each for each in taken if not each.is_taken_on(words[each.clause_id])]
    earlier.sort(key=lambda each: (each.clause_id, list(Layer).index(each.layer)))
    return [ToConfirm(each, words[each.clause_id]) for each in earlier]


def history_of(
    clause: Clause, delegation: Delegation | None, groups: Collection[RegionalGroup] = ()
) -> Sequence[AnyPosition]:
    """Return all changes of positions on a clause, latest first: the released ones of everybody
    and those that stay within this delegation and these regional groups.
    """
    of_delegations = _of_delegations(clause, delegation)
    keys = [group.key for group in groups]
    of_groups = db.session.scalars(
        select(RegionalPosition)
        .where(
            RegionalPosition.clause_id == clause.id,
            or_(
                RegionalPosition.layer == Layer.RELEASED,
                RegionalPosition.group_key.in_(keys),
            ),
        )
        .options(joinedload(RegionalPosition.person))
    )
    return sorted([*of_groups, *of_delegations], key=lambda each: (each.at, each.id), reverse=True)


def _of_delegations(clause: Clause, delegation: Delegation | None) -> Sequence[Position]:
    own = Position.delegation_id == delegation.id if delegation else None
    readable = Position.layer == Layer.RELEASED
    return db.session.scalars(
        select(Position)
        .where(Position.clause_id == clause.id, readable if own is None else or_(readable, own))
        .order_by(Position.id.desc())
        .options(joinedload(Position.delegation), joinedload(Position.person))
    ).all()


def grid(
    clauses: Sequence[ReadClause],
    *,
    reader: Delegation | None,
    narrowing: GridNarrowing = ALL,
    all_delegations: bool = False,
    opened: str = "",
) -> Grid:
    """Return the grid of delegations and clauses, in six SQL statements.

    `reader` is the delegation whose own layers are shown too. Without `all_delegations`, rows
    without any position are left out. `opened` is the code of the regional group whose members are
    shown below its row.
    """
    ids = [each.id for each in clauses]
    mine = Position.delegation_id == reader.id if reader else None
    readable = Position.layer == Layer.RELEASED
    rows = placed_positions(
        Position.clause_id.in_(ids), readable if mine is None else or_(readable, mine)
    )
    return grid_of(
        clauses,
        _delegations(narrowing),
        [each for each in rows if each.stance is not None],
        # An earlier edition shows the same grid: positions are about the words of the latest one.
        words=words_of_clauses(ids),
        members=members_of_groups(),
        of_groups=_released_by_groups(
            RegionalPosition.clause_id.in_(ids), *are_groups_among(narrowing)
        ),
        reader=reader,
        all_delegations=all_delegations,
        opened=opened,
    )


def _delegations(narrowing: GridNarrowing) -> list[Delegation]:
    """Return the delegations that take positions, Member States first."""
    query = select(Delegation).where(*are_among(narrowing))
    return sorted(db.session.scalars(query), key=_protocol)


def are_among(narrowing: GridNarrowing) -> list[ColumnElement[bool]]:
    """Return the conditions for the delegations of the grid."""
    wanted = [narrowing.category] if narrowing.category else TAKE_POSITIONS
    of_region = [Delegation.region == narrowing.region] if narrowing.region else []
    return [Delegation.category.in_(wanted), *of_region]


def are_groups_among(narrowing: GridNarrowing) -> list[ColumnElement[bool]]:
    """Return the conditions for the positions of regional groups in the grid: where it is narrowed,
    a group is in it with its Member States that are.
    """
    if not narrowing:
        return []
    among = select(Delegation.id).where(*are_among(narrowing))
    groups = select(RegionalMembership.group_key).where(RegionalMembership.delegation_id.in_(among))
    return [RegionalPosition.group_key.in_(groups)]


def _protocol(delegation: Delegation) -> tuple[int, tuple[bytes, str]]:
    return TAKE_POSITIONS.index(delegation.category), delegation.place


def _protocol_of(position: HeldPosition) -> tuple[int, tuple[bytes, str]]:
    assert isinstance(position.holder, Delegation)
    return _protocol(position.holder)


def latest_positions(*which: Any) -> Select[Position]:
    """Select the last row of each delegation, clause and layer among those that `which` names. A
    delegation whose category no longer takes positions has only a history of them, and is left out.
    The rows are joined with their delegations; a caller that shows these adds `contains_eager`.
    """
    last = (
        select(func.max(Position.id))
        .where(*which)
        .group_by(Position.clause_id, Position.delegation_id, Position.layer)
    )
    return (
        select(Position)
        .join(Position.delegation)
        .where(Position.id.in_(last), Delegation.category.in_(TAKE_POSITIONS))
    )


def placed_positions(*which: Any) -> list[PlacedPosition]:
    """Return the same rows as values, for tables of thousands of them."""
    columns = (
        Position.id,
        Position.clause_id,
        Position.delegation_id,
        Delegation.name,
        Position.layer,
        Position.stance,
        Position.reason,
        Position.words,
        Position.at,
    )
    rows = db.session.execute(latest_positions(*which).with_only_columns(*columns))
    return list(map(PlacedPosition._make, rows))


def latest_of_groups(*which: Any) -> Select[RegionalPosition]:
    """Select the last row of each regional group, clause and layer among those that `which` names."""
    last = (
        select(func.max(RegionalPosition.id))
        .where(*which)
        .group_by(RegionalPosition.clause_id, RegionalPosition.group_key, RegionalPosition.layer)
    )
    return select(RegionalPosition).where(RegionalPosition.id.in_(last))


@dataclass(frozen=True)
class Strip:
    """The marks of a clause in the gutter of its text: each stance that somebody released, the most
    critical first, with the names of those who took it, regional groups before delegations.
    """

    marks: tuple[tuple[Stance, str], ...] = ()

    @property
    def in_words(self) -> str:
        return semicolon().join(
            _("%(position)s: %(delegations)s", position=stance_name(stance), delegations=names)
            for stance, names in self.marks
        )


def strips_of(clause_ids: Collection[int]) -> dict[int, Strip]:
    """Return the strips by the id of the clause, in one SQL statement. Clauses without a released
    position are left out. A strip never counts: positions are not votes.
    """
    rows = db.session.execute(
        _released_in(), {"clauses": list(clause_ids), "layer": Layer.RELEASED}
    )
    return strips_from(rows)


def strips_from(rows: Iterable[Any]) -> dict[int, Strip]:
    """Return the strips by the id of the thing, from rows with that id, the stance, and the key of
    the regional group or the name of the delegation that took it.
    """
    found: dict[int, dict[Stance, list[str]]] = {}
    for thing_id, stance, group_key, name in rows:
        names = found.setdefault(thing_id, {}).setdefault(stance, [])
        names.extend([group.code for group in groups_named(group_key)] or [state_in_words(name)])
    return {
        thing_id: Strip(
            tuple(
                (each, comma().join(by_stance[each]))
                for each in CRITICAL_FIRST
                if each in by_stance
            )
        )
        for thing_id, by_stance in found.items()
    }


@cache
def _released_in() -> Executable:
    of_delegations = (
        select(Position.clause_id, Position.stance, literal("").label("group_key"), Delegation.name)
        .join(Position.delegation)
        .where(
            Position.id.in_(_last_released(Position.delegation_id)),
            Position.stance.is_not(None),
            Delegation.category.in_(TAKE_POSITIONS),
        )
    )
    of_groups = select(
        RegionalPosition.clause_id,
        RegionalPosition.stance,
        RegionalPosition.group_key,
        literal("").label("name"),
    ).where(
        RegionalPosition.id.in_(_last_released(RegionalPosition.group_key)),
        RegionalPosition.stance.is_not(None),
    )
    # Groups have no name here, so they come first.
    return union_all(of_groups, of_delegations).order_by("name", "group_key")


def _last_released(holder: InstrumentedAttribute[Any]) -> Select[int]:
    """Select the last released row of each of these holders on each of the clauses asked for."""
    rows = holder.class_
    return (
        select(func.max(rows.id))
        .where(
            rows.clause_id.in_(bindparam("clauses", expanding=True)),
            rows.layer == bindparam("layer"),
        )
        .group_by(rows.clause_id, holder)
    )

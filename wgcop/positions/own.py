"""What a delegation has recorded on all clauses, and what changed against it, for its desk."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.positions.models import Position, PositionVisit
from wgcop.positions.queries import latest_positions
from wgcop.positions.stances import Layer, Stance
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.threads.chairing.queries import agreed_words_of
from wgcop.threads.chairing.standings import ClauseStanding, Standing


@dataclass(frozen=True)
class OwnClause:
    """A clause on which the delegation has recorded something, with its rows by layer, and the
    words of the clause now.
    """

    clause: Clause
    words: str
    positions: Mapping[Layer, Position]

    @property
    def citation(self) -> str:
        return self.clause.wording.citation

    @property
    def edition(self) -> Edition:
        return self.clause.wording.section.edition

    @property
    def in_order(self) -> list[Position]:
        return [self.positions[layer] for layer in Layer if layer in self.positions]

    def is_outdated(self, position: Position) -> bool:
        return not position.is_taken_on(self.words)

    @property
    def is_open(self) -> bool:
        """Whether the delegation has something to settle here: it reserves, objects or has no
        instructions, or recorded something on an earlier wording.
        """
        return any(
            self.is_outdated(each)
            or (each.layer != Layer.RED_LINE and each.stance is not None and each.stance.is_open)
            for each in self.positions.values()
        )


def own_clauses(delegation: Delegation) -> list[OwnClause]:
    """Return the clauses on which the delegation has a position or a red line, the open ones first
    and then in the order of the text, in a constant number of SQL statements.
    """
    rows = [
        each
        for each in db.session.scalars(latest_positions(Position.delegation_id == delegation.id))
        if each.stance is not None
    ]
    clauses = _clauses({each.clause_id for each in rows})
    agreed = agreed_words_of(clauses) if clauses else {}
    found = [
        OwnClause(
            clause,
            agreed.get(clause.id) or clause.wording.text,
            {each.layer: each for each in rows if each.clause_id == clause.id},
        )
        for clause in clauses.values()
    ]
    return sorted(found, key=lambda each: (not each.is_open, each.clause.wording.reading_order))


def _clauses(ids: Collection[int]) -> dict[int, Clause]:
    if not ids:
        return {}
    rows = db.session.scalars(
        select(Clause)
        .where(Clause.id.in_(ids))
        .options(
            selectinload(Clause.wordings)
            .joinedload(Wording.section)
            .joinedload(Section.edition)
            .joinedload(Edition.resolution)
        )
    )
    return {each.id: each for each in rows}


@dataclass(frozen=True)
class OthersChange:
    """What another delegation released on a clause since the reader last looked: `before` and `now`
    are None where it had no position, or withdrew it.
    """

    delegation: str
    before: Stance | None
    now: Stance | None
    at: datetime


@dataclass(frozen=True)
class ClauseChanges:
    """What changed on a clause against the delegation's own position. `standing` is the one that
    the chair gave last, if that is new.
    """

    own: OwnClause
    others: Sequence[OthersChange] = ()
    standing: Standing | None = None

    def __bool__(self) -> bool:
        return bool(self.others or self.standing)


def changes_against(
    own: Iterable[OwnClause], delegation: Delegation, since: datetime
) -> list[ClauseChanges]:
    """Return what others changed since a moment on the clauses on which the delegation has recorded
    something, in two SQL statements.
    """
    by_id = {each.clause.id: each for each in own}
    if not by_id:
        return []
    others = _others(by_id, delegation, since)
    standings = _standings(by_id, since)
    found = (
        ClauseChanges(each, others.get(key, ()), standings.get(key)) for key, each in by_id.items()
    )
    return [each for each in found if each]


def _others(
    clause_ids: Collection[int], delegation: Delegation, since: datetime
) -> dict[int, list[OthersChange]]:
    """Return, by the id of the clause, each delegation whose position is another one than it was
    then. The first row since that moment knows the one before it.
    """
    released = (
        select(
            Position.clause_id,
            Position.delegation_id,
            Position.stance,
            func.lag(Position.stance, type_=Position.stance.type)
            .over(partition_by=(Position.clause_id, Position.delegation_id), order_by=Position.id)
            .label("before"),
            Position.at,
            Position.id,
        )
        .where(
            Position.clause_id.in_(clause_ids),
            Position.layer == Layer.RELEASED,
            Position.delegation_id != delegation.id,
        )
        .subquery()
    )
    rows = db.session.execute(
        select(released, Delegation.name)
        .join(Delegation, Delegation.id == released.c.delegation_id)
        .where(released.c.at > since)
        .order_by(Delegation.name, released.c.id)
    )
    found: dict[tuple[int, int], OthersChange] = {}
    for row in rows:
        key = row.clause_id, row.delegation_id
        before = found[key].before if key in found else row.before
        found[key] = OthersChange(row.name, before, row.stance, row.at)
    by_clause: dict[int, list[OthersChange]] = {}
    for (clause_id, _delegation_id), change in found.items():
        if change.before != change.now:
            by_clause.setdefault(clause_id, []).append(change)
    return by_clause


def _standings(clause_ids: Collection[int], since: datetime) -> dict[int, Standing]:
    rows = db.session.execute(
        select(ClauseStanding.clause_id, ClauseStanding.standing)
        .where(ClauseStanding.clause_id.in_(clause_ids), ClauseStanding.at > since)
        .order_by(ClauseStanding.id)
    )
    return {clause_id: standing for clause_id, standing in rows}


def seen_until(person: Person, delegation: Delegation) -> datetime:
    """Return the moment up to which the person has seen the changes. For somebody who never looked
    it is the one at which they got their account: a newcomer begins with nothing new.
    """
    visit = db.session.get(PositionVisit, (person.id, delegation.id))
    return visit.seen_at if visit else person.joined_at

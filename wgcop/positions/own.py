"""What a delegation has recorded on all clauses, for its desk."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.positions.models import Position
from wgcop.positions.queries import latest_positions
from wgcop.positions.stances import Layer
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.threads.chairing.queries import NEVER_SET, StandingNow, standings_now


@dataclass(frozen=True)
class OwnClause:
    """A clause on which the delegation has recorded something, with its rows by layer, and the
    words and the standing of the clause now.
    """

    clause: Clause
    words: str
    standing: StandingNow | None
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
        instructions, or has recorded something on an earlier wording.
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
        for each in db.session.scalars(
            latest_positions(Position.delegation_id == delegation.id).options(
                joinedload(Position.person)
            )
        )
        if each.stance is not None
    ]
    clauses = _clauses({each.clause_id for each in rows})
    standings = standings_now(clauses) if clauses else {}
    found = [
        OwnClause(
            clause,
            standings.get(clause.id, NEVER_SET).words_now(clause.wording.text),
            standings.get(clause.id),
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

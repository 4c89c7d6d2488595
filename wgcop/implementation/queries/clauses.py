"""Counts the actions on a clause, for the line about its implementation on the clause's page."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, select

from wgcop.database import db
from wgcop.implementation.models import ImplementationAction
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class ActionsOnClause:
    number: int = 0
    late: int = 0

    def __bool__(self) -> bool:
        return bool(self.number)


_COUNTED = (
    ImplementationAction.no_longer_at.is_(None),
    ImplementationAction.submitted_at.is_not(None),
)

beside.stands_beside(
    "actions",
    lambda clause_id: exists().where(ImplementationAction.clause_id == clause_id, *_COUNTED),
)


def actions_on_clause(clause: Clause, audiences: frozenset[str]) -> ActionsOnClause:
    """Return how many actions the clause has, and how many are late, as far as this reader may know
    them. Drafts are not counted.
    """
    if beside.found(clause, "actions") is False:
        return ActionsOnClause()
    return actions_by_clause([clause.id], audiences).get(clause.id, ActionsOnClause())


def actions_by_clause(
    clause_ids: Collection[int], audiences: frozenset[str]
) -> dict[int, ActionsOnClause]:
    """Return the same as `actions_on_clause` for many clauses, in one SQL statement."""
    rows = db.session.scalars(
        select(ImplementationAction).where(
            ImplementationAction.clause_id.in_(clause_ids), *_COUNTED
        )
    )
    numbers, late = Counter[int](), Counter[int]()
    for action in rows:
        facts = action.facts_for(audiences)
        if facts is not None:
            numbers[action.clause_id] += 1
            late[action.clause_id] += facts.is_late
    return {key: ActionsOnClause(number, late[key]) for key, number in numbers.items()}

"""Reads proposals for pages: those at one clause, and how many stand at each clause of a text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Executable, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.paper.html import Surroundings, to_html
from wgcop.positions.queries import words_of
from wgcop.proposals.models import Proposal, ProposalWording, with_clause
from wgcop.proposals.overlap import change_the_same
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause

beside.stands_beside(
    "proposals",
    lambda clause_id: (
        select(Proposal.id)
        .where(Proposal.clause_id == clause_id, Proposal.released_at.is_not(None))
        .exists()
    ),
)

IN_ORDER = (
    Proposal.released_at,
    Proposal.contribution_id,
    Proposal.number,
    Proposal.created_at,
    Proposal.id,
)
"""Proposals in the order in which members could read them first; those of a paper in its order."""


@dataclass(frozen=True)
class ShownProposal:
    """A proposal as a list shows it. `overlapping` are those that the same readers see and that
    change the same words.
    """

    proposal: Proposal
    is_on_earlier_wording: bool = False
    overlapping: Sequence[Proposal] = ()

    @property
    def difference(self) -> Markup:
        return difference_of(self.proposal)


@dataclass(frozen=True)
class ClauseProposals:
    """The proposals on a clause that one group of readers sees: those still standing, then those
    withdrawn. `within` is the delegation that alone can read them, or None if all members can.
    """

    clause: Clause
    words: str = ""
    standing: Sequence[ShownProposal] = ()
    withdrawn: Sequence[Proposal] = ()
    within: Delegation | None = None
    all: Sequence[Proposal] = field(default=())

    @property
    def dom_id(self) -> str:
        return f"{'own-' if self.within else ''}proposals-{self.clause.wid}"


def released_at(clause: Clause) -> ClauseProposals:
    """Return the released proposals on the clause. No SQL statement is sent if the one that read the
    clause has already found that there are none.
    """
    if beside.found(clause, "proposals") is False:
        return ClauseProposals(clause)
    return _shown(clause, _released(clause))


def within_delegation(clause: Clause, delegation: Delegation) -> ClauseProposals:
    """Return the proposals on the clause that this delegation has not released. They are compared
    with the released ones too.
    """
    own = db.session.scalars(
        _at(clause).where(Proposal.delegation_id == delegation.id, Proposal.released_at.is_(None))
    ).all()
    return _shown(clause, own, beside=_released(clause) if own else (), within=delegation)


def _released(clause: Clause) -> Sequence[Proposal]:
    return db.session.scalars(_at(clause).where(Proposal.released_at.is_not(None))).all()


def _at(clause: Clause) -> Select[Proposal]:
    return (
        select(Proposal)
        .where(Proposal.clause_id == clause.id)
        .order_by(*IN_ORDER)
        .options(joinedload(Proposal.delegation))
    )


def _shown(
    clause: Clause,
    rows: Sequence[Proposal],
    *,
    beside: Sequence[Proposal] = (),
    within: Delegation | None = None,
) -> ClauseProposals:
    words = words_of(clause) if rows else ""
    standing = [each for each in rows if not each.is_withdrawn]
    others = [*standing, *(each for each in beside if not each.is_withdrawn)]
    return ClauseProposals(
        clause,
        words,
        [
            ShownProposal(each, each.is_on_earlier_wording(words), overlapping(each, others))
            for each in standing
        ],
        [each for each in rows if each.is_withdrawn],
        within,
        rows,
    )


def overlapping(proposal: Proposal, others: Sequence[Proposal]) -> list[Proposal]:
    """Return those of the others that change the same words of the same base."""
    if proposal.is_withdrawn or proposal.symbol.adds:
        return []
    return [
        each
        for each in others
        if each.id != proposal.id
        and not each.symbol.adds
        and each.base == proposal.base
        and change_the_same(proposal.text, each.text)
    ]


def overlapping_for(proposal: Proposal, audiences: frozenset[str]) -> list[Proposal]:
    """Return the proposals that change the same words and that a reader with these audiences sees."""
    if proposal.is_withdrawn or proposal.symbol.adds:
        return []
    others = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.clause_id == proposal.clause_id,
            Proposal.withdrawn_at.is_(None),
            Proposal.base == proposal.base,
        )
        .order_by(Proposal.created_at, Proposal.id)
        .options(joinedload(Proposal.delegation))
    ).all()
    return overlapping(proposal, [each for each in others if each.audience in audiences])


def proposal_with_all(proposal_id: int) -> Proposal | None:
    """Return the proposal with its clause and all its wordings, or None."""
    return db.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(
            joinedload(Proposal.delegation),
            joinedload(Proposal.contribution),
            selectinload(Proposal.wordings).joinedload(ProposalWording.person),
            *with_clause(),
        )
    )


def wordings_for(proposal: Proposal, *, within: bool) -> list[ProposalWording]:
    """Return the wordings of the proposal, latest first: all of them for those who read `within` its
    delegation, and for others those since its release.
    """
    return [each for each in reversed(proposal.wordings) if within or each.is_released]


def difference_of(said: Proposal | ProposalWording) -> Markup:
    """Return the words as HTML, with the changes to the base marked."""
    prefix = f"w{said.id}-" if isinstance(said, ProposalWording) else ""
    return to_html(said.text, Surroundings(prefix=prefix))


def counts_of(clause_ids: Collection[int]) -> dict[int, int]:
    """Return how many proposals stand for all members at each clause, by its id, in one SQL
    statement. Clauses without any are left out.
    """
    rows = db.session.execute(_counts(), {"clauses": list(clause_ids)})
    return {clause_id: count for clause_id, count in rows}


@cache
def _counts() -> Executable:
    named: Any = bindparam("clauses", expanding=True)
    return (
        select(Proposal.clause_id, func.count())
        .where(
            Proposal.clause_id.in_(named),
            Proposal.released_at.is_not(None),
            Proposal.withdrawn_at.is_(None),
        )
        .group_by(Proposal.clause_id)
    )

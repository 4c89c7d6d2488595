"""Reads proposals for pages: those at one clause, and how many stand at each clause of a text."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Executable, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Delegation
from wgcop.database import db
from wgcop.paper.html import Surroundings, to_html
from wgcop.positions.queries import Strip
from wgcop.proposals.adopted import AdoptedAs, adopted_among
from wgcop.proposals.decisions import words_and_decisions
from wgcop.proposals.models import Proposal, ProposalWording, with_clause
from wgcop.proposals.overlap import change_the_same
from wgcop.proposals.positions import strips_of
from wgcop.proposals.still_open import NOTHING_DECIDED, ClauseDecisions, ProposalEnd
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause
from wgcop.threads.models import MEMBERS

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
    change the same words. `adopted` names the clause in which its new clause stands by now.
    """

    proposal: Proposal
    is_on_earlier_wording: bool = False
    is_met: bool = False
    """Whether the words that the clause was given since contain what it asks for."""
    overlapping: Sequence[Proposal] = ()
    adopted: AdoptedAs | None = None
    strip: Strip | None = None
    """The marks of the released positions on it, if there are any."""
    decided: ProposalEnd | None = None
    """How the group has decided on it, if it has."""

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
    rows = all_released(clause)
    return _shown(clause, rows, strips=strips_of(rows))


def within_delegation(clause: Clause, delegation: Delegation) -> ClauseProposals:
    """Return the proposals on the clause that this delegation has not released. They are compared
    with the released ones too.
    """
    own = db.session.scalars(
        _at(clause).where(Proposal.delegation_id == delegation.id, Proposal.released_at.is_(None))
    ).all()
    released = all_released(clause) if own else ()
    return _shown(clause, own, beside=released, within=delegation)


def all_released(clause: Clause) -> Sequence[Proposal]:
    """Return the released proposals on the clause, also withdrawn ones, in order."""
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
    strips: Mapping[int, Strip] = {},
) -> ClauseProposals:
    words, decisions = words_and_decisions(clause) if rows else ("", NOTHING_DECIDED)
    standing = [each for each in rows if not each.is_withdrawn]
    adopted = adopted_among(standing, {clause.id: words})
    near = [*standing, *(each for each in beside if not each.is_withdrawn)]
    decided = {each.id: each.decided(words, decisions) for each in near}
    others = [each for each in near if not decided[each.id]]
    return ClauseProposals(
        clause,
        words,
        [
            _one(
                each,
                words,
                overlapping(each, others) if each in others else (),
                adopted.get(each.id),
                strips.get(each.id),
                decided[each.id],
            )
            for each in standing
        ],
        [each for each in rows if each.is_withdrawn],
        within,
        rows,
    )


def _one(
    proposal: Proposal,
    words: str,
    overlapping: Sequence[Proposal],
    adopted: AdoptedAs | None,
    strip: Strip | None,
    decided: ProposalEnd | None,
) -> ShownProposal:
    """Return the proposal at a clause with these words. What was adopted needs no other decision."""
    decided = None if adopted else decided
    is_met = proposal.is_met_by(words) or (decided is not None and decided.is_met)
    is_earlier = proposal.is_on_earlier_wording(words)
    return ShownProposal(proposal, is_earlier, is_met, overlapping, adopted, strip, decided)


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


def overlapping_for(
    proposal: Proposal, audiences: frozenset[str], words: str, decisions: ClauseDecisions
) -> list[Proposal]:
    """Return the proposals that change the same words and that a reader with these audiences sees.
    `words` are those that the clause has now. What is decided warns of nothing.
    """
    if proposal.is_withdrawn or proposal.symbol.adds or proposal.decided(words, decisions):
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
    readable = [each for each in others if each.audience in audiences]
    return overlapping(proposal, [each for each in readable if not each.decided(words, decisions)])


def adopted_as(proposal: Proposal, words: str) -> AdoptedAs | None:
    """Return the clause in which the words of a proposed new clause stand by now, or None."""
    return adopted_among([proposal], {proposal.clause_id: words}).get(proposal.id)


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


def shown_alone(proposal_id: int) -> ShownProposal | None:
    """Return a released proposal as all members read it, or None."""
    proposal = db.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.released_at.is_not(None))
        .options(joinedload(Proposal.delegation), *with_clause())
    )
    if proposal is None:
        return None
    if proposal.is_withdrawn:
        return ShownProposal(proposal)
    words, decisions = words_and_decisions(proposal.clause)
    return _one(
        proposal,
        words,
        overlapping_for(proposal, frozenset({MEMBERS}), words, decisions),
        adopted_as(proposal, words),
        None,
        proposal.decided(words, decisions),
    )


def wordings_for(proposal: Proposal, *, within: bool) -> list[ProposalWording]:
    """Return the wordings of the proposal, latest first: all of them for those who read `within` its
    delegation, and for others those since its release.
    """
    return [each for each in reversed(proposal.wordings) if within or each.is_released]


def difference_of(said: Proposal | ProposalWording) -> Markup:
    """Return the words as HTML, with the changes to the base marked."""
    prefix = f"{'w' if isinstance(said, ProposalWording) else 'p'}{said.id}-"
    return to_html(said.text, Surroundings(prefix=prefix))


def standing_on(clause_ids: Collection[int]) -> dict[int, list[Proposal]]:
    """Return the proposals that stand for all members, by the id of the clause, in the order of
    their release.
    """
    found: dict[int, list[Proposal]] = defaultdict(list)
    rows = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.clause_id.in_(clause_ids),
            Proposal.released_at.is_not(None),
            Proposal.withdrawn_at.is_(None),
        )
        .order_by(*IN_ORDER)
        .options(joinedload(Proposal.delegation))
    )
    for proposal in rows:
        found[proposal.clause_id].append(proposal)
    return found


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

"""Proposals in papers: as soon as members read a paper, its proposals stand at their clauses, and a
revision of the paper changes or withdraws them.

While a paper is a draft, its proposals are nothing but its text. `wgcop.paper.proposed` says how they
are recognized there.
"""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Person
from wgcop.contributions.announcements import follows_documents
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.submission_checks import FailedCheck, checks_submissions
from wgcop.database import db
from wgcop.paper.proposed import WrittenProposal, proposals_in
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.actions import tell_open_pages
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.symbols import Amendment, DoesNotAgree, symbol_for
from wgcop.resolutions.models import Clause, Section, Wording

WITHDRAWN = "contribution.withdrawn"


@checks_submissions
def symbols_agree(revision: Revision, by: Person) -> FailedCheck | None:
    """Refuse a paper with a proposal whose symbol does not agree with its words."""
    written = proposals_in(revision.text)
    clauses = _clauses([each.clause for each in written])
    words = words_of_clauses([clause.id for clause in clauses.values()])
    for each in written:
        clause = clauses.get(each.clause)
        if clause is None:
            continue
        try:
            _symbol_of(each, words[clause.id])
        except DoesNotAgree as error:
            return FailedCheck(
                _(
                    "%(symbol)s on %(citation)s: %(reason)s",
                    symbol=each.symbol,
                    citation=clause.wording.citation,
                    reason=str(error),
                )
            )
    return None


@follows_documents
def take_proposals(paper: Contribution, kind: str, by: Person) -> None:
    """Let the proposals of a paper stand as its present wording has them; withdraw all of them with
    the paper.
    """
    stored = _stored(paper)
    if kind == WITHDRAWN:
        for proposal in stored.values():
            _withdraw(proposal, by=by)
        return
    if paper.delegation is None:
        return  # the officers of a group propose nothing
    written = proposals_in(paper.current.text)
    clauses = _clauses([each.clause for each in written])
    words = words_of_clauses([clause.id for clause in clauses.values()])
    last = max((each.number or 0 for each in stored.values()), default=0)
    for each in written:
        clause = clauses.get(each.clause)
        if clause is None:
            continue
        if each.block in stored:
            proposal = stored.pop(each.block)
        else:
            last += 1
            proposal = _begun(paper, clause, each, last, by=by)
        _write(proposal, each, words[clause.id], by=by)
    for proposal in stored.values():
        _withdraw(proposal, by=by)


def _begun(
    paper: Contribution, clause: Clause, written: WrittenProposal, number: int, *, by: Person
) -> Proposal:
    delegation, symbol = paper.delegation, paper.symbol
    assert delegation and symbol
    country = delegation.country
    parts = "".join(f"{part.kind[0].upper()}{part.number}" for part in symbol.parts)
    code = country.alpha3 if country else delegation.code
    proposal = Proposal(
        clause=clause,
        delegation=delegation,
        drafted_by=by,
        capacity=paper.current.source,
        contribution=paper,
        block_id=written.block,
        number=number,
        reference=f"{code}/{paper.number}{parts}/{number}",
    )
    db.session.add(proposal)
    return proposal


def _write(proposal: Proposal, written: WrittenProposal, base: str, *, by: Person) -> None:
    assert proposal.contribution
    said = ProposedWords(Amendment(written.symbol), base, written.text, written.reasons)
    if proposal.stand_in_paper(said, by=by, source=proposal.contribution.current.source):
        db.session.flush()
        tell_open_pages(proposal, "proposal.reworded", by=by)


def _withdraw(proposal: Proposal, *, by: Person) -> None:
    if not proposal.is_withdrawn:
        proposal.withdraw(by=by)
        tell_open_pages(proposal, "proposal.withdrawn", by=by)


def _symbol_of(written: WrittenProposal, base: str) -> Amendment:
    symbol = Amendment(written.symbol)
    return symbol_for(symbol, base, written.text, written.reasons, is_new_clause=symbol.adds)


def _stored(paper: Contribution) -> dict[str, Proposal]:
    rows: Sequence[Proposal] = db.session.scalars(
        select(Proposal)
        .where(Proposal.contribution_id == paper.id)
        .order_by(Proposal.number)
        .options(joinedload(Proposal.delegation), joinedload(Proposal.clause))
    ).all()
    return {each.block_id: each for each in rows if each.block_id}


def _clauses(wids: Collection[str]) -> dict[str, Clause]:
    rows = db.session.scalars(
        select(Clause)
        .where(Clause.wid.in_(set(wids)))
        .options(
            joinedload(Clause.wordings).joinedload(Wording.section).joinedload(Section.edition)
        )
    ).unique()
    return {clause.wid: clause for clause in rows}

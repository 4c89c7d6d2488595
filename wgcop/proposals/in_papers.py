"""Proposals in papers: as soon as members read a paper, its proposals stand at their clauses, and a
revision of the paper changes or withdraws them.

While a paper is a draft, its proposals are nothing but its text. `wgcop.paper.proposed` says how they
are recognized there, `said_in_papers` what a paper proposes at present.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Person
from wgcop.accounts.regional import members_of
from wgcop.accounts.roles import sources_in_words
from wgcop.contributions.announcements import follows_documents
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Consent, in_printed_order, printed
from wgcop.contributions.submission_checks import FailedCheck, checks_submissions
from wgcop.database import db
from wgcop.numbering.kinds import Attachment
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.actions import tell_open_pages, tell_within
from wgcop.proposals.models import Proposal, as_capacity
from wgcop.proposals.said_in_papers import SaidInPaper, clauses_called, on, said_in, written_in
from wgcop.proposals.symbols import DoesNotAgree, symbol_for
from wgcop.proposals.taking.queries import taken_into
from wgcop.proposals.taking.recognizing import found_in, known_again

BROUGHT = "proposal.brought"
"""The kind of event when a document brings a proposal that all members could read before."""


@checks_submissions
def symbols_agree(revision: Revision, by: Person) -> FailedCheck | None:
    """Refuse a paper with a proposal whose symbol does not agree with its words."""
    written = written_in(revision)
    clauses = clauses_called([each.clause for each in written])
    words = words_of_clauses([clause.id for clause in clauses.values()]) if clauses else {}
    for each in written:
        clause = clauses.get(each.clause)
        if clause is None:
            continue
        said = on(words[clause.id], each)
        try:
            symbol_for(
                said.symbol, said.base, said.words, said.reasons, is_new_clause=said.symbol.adds
            )
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


@checks_submissions
def sources_are_of_the_group(revision: Revision, by: Person) -> FailedCheck | None:
    """Refuse the common proposal of a regional group with a source that is none of its Member States. A
    paper for information hides the field and proposes nothing.
    """
    if revision.common_proposal is None or revision.purpose != Purpose.ACTION:
        return None
    group = revision.common_proposal.group
    own = set(db.session.scalars(members_of(group)))
    others = [each for each in revision.sources if each.delegation_id not in own]
    if not others:
        return None
    return FailedCheck(
        _(
            "A common proposal of %(group)s is brought by its Member States alone. These sources are none: %(sources)s.",
            group=group.code,
            sources=sources_in_words(printed(others)),
        )
    )


@checks_submissions
def none_was_withdrawn(revision: Revision, by: Person) -> FailedCheck | None:
    """Refuse a paper with a proposal that its delegation has withdrawn since it was taken in."""
    written = written_in(revision)
    taken = taken_into(revision.contribution) if written else ()
    for row in taken:
        proposal = row.proposal
        if not proposal.is_withdrawn or proposal.contribution_id:
            continue
        if found_in(written, proposal, row.block_id):
            return FailedCheck(
                _(
                    "%(delegation)s has withdrawn the proposal %(proposal)s. Take it out of the paper, or restore it on its page.",
                    delegation=proposal.delegation.shown_name,
                    proposal=proposal.name,
                )
            )
    return None


@follows_documents
def take_proposals(paper: Contribution, kind: str, by: Person) -> None:
    """Let the proposals of a paper stand as its present wording has them, and withdraw all of them
    with the paper. What else happens to a document leaves its proposals as they are.
    """
    if follow := _FOLLOWED.get(kind):
        follow(paper, by)


def _take(paper: Contribution, by: Person, *, is_worded: bool = True) -> None:
    """Bring the proposals of a paper in line with what it says now, and those of the document that
    it corrects. Without `is_worded` the paper itself has no other wording than before.
    """
    stored, told = _stored(paper), list[tuple[Proposal, str]]()
    last = max((each.number or 0 for each in stored), default=0)
    at_hand = {(each.block_id, each.clause_id): each for each in stored}
    said = said_in(paper)
    taken = _taken(paper, [each for each in said if (each.block, each.clause.id) not in at_hand])
    within = list(taken.values())
    for each in said:
        proposal = at_hand.pop((each.block, each.clause.id), None)
        if proposal is None:
            last += 1
            proposal, kind = taken.get(each.block), "proposal.released"
            if proposal is None:
                proposal = _begun(paper, each, last)
            else:
                kind = _become(paper, proposal, each.block, last)
        else:
            kind = "proposal.reworded"
            if paper.delegation and paper.delegation is not proposal.delegation:
                proposal.delegation = paper.delegation
            if is_worded and proposal.is_withdrawn and _is_back(paper, each.block):
                proposal.restore()
                kind = "proposal.restored"
                if not proposal.is_released:  # it was withdrawn before the paper got its number
                    kind = "proposal.released"
                    within.append(proposal)
        is_new_wording = proposal.stand_in_paper(
            each.said, by=_writer(each.revision), source=each.revision.source
        )
        sources = _sources(each.revision, proposal)
        has_other_sources = sources != (proposal.sources or [])
        proposal.sources = sources
        db.session.add(proposal)
        is_changed = is_new_wording or has_other_sources or kind in ("proposal.restored", BROUGHT)
        if is_changed and not proposal.is_withdrawn:
            told.append((proposal, kind))
    for proposal in at_hand.values():
        if not proposal.is_withdrawn:
            proposal.withdraw(by=_writer(paper.current))
            told.append((proposal, "proposal.withdrawn"))
    _tell(told, by=by, within=within)
    if paper.attachment == Attachment.CORRIGENDUM and paper.parent:
        _take(paper.parent, by, is_worded=False)


def _taken(paper: Contribution, said: Sequence[SaidInPaper]) -> dict[str, Proposal]:
    """Return the proposals that were taken into the draft of this wording and become those of the
    paper, by the block of their quotation. Those that were taken out again are as before.
    """
    rows = taken_into(paper)
    own = [each for each in rows if each.proposal.delegation_id == paper.delegation_id]
    found = known_again(said, own) if own else {}
    for row in rows:
        db.session.delete(row)
    return found


def _become(paper: Contribution, proposal: Proposal, block: str, number: int) -> str:
    """Let a proposal be that of the paper from now on. Return the kind of event to tell: if it is
    not released yet, its delegation is told that it is.
    """
    proposal.contribution, proposal.block_id, proposal.number = paper, block, number
    proposal.reference = _reference(paper, number)
    return BROUGHT if proposal.is_released else "proposal.released"


def _take_first(paper: Contribution, by: Person) -> None:
    _take(paper, by)
    _withdraw_replaced(paper, by)


def _withdraw_all(paper: Contribution, by: Person) -> None:
    standing = [each for each in _stored(paper) if not each.is_withdrawn]
    for proposal in standing:
        proposal.withdraw(by=by)
    _tell([(proposal, "proposal.withdrawn") for proposal in standing], by=by)
    if paper.attachment == Attachment.CORRIGENDUM and paper.parent:
        _take(paper.parent, by, is_worded=False)


def _withdraw_replaced(paper: Contribution, by: Person) -> None:
    """Withdraw the proposals of a document that its own delegation has replaced by this one."""
    replaced = db.session.get(Contribution, paper.replaces_id) if paper.replaces_id else None
    if replaced is not None and replaced.delegation_id == paper.delegation_id:
        _withdraw_all(replaced, by)


def _show_redacted(paper: Contribution, by: Person) -> None:
    _tell([(proposal, "proposal.redacted") for proposal in _stored(paper)], by=by)


_FOLLOWED: dict[str, Callable[[Contribution, Person], None]] = {
    "contribution.accepted": _take_first,
    "contribution.revised": _take,
    "contribution.withdrawn": _withdraw_all,
    "contribution.replaces": _withdraw_replaced,
    "contribution.redacted": _show_redacted,
}


def _writer(revision: Revision) -> Person:
    """Return who submitted a wording: whoever accepts or corrects a paper proposes nothing."""
    return revision.submitted_by or revision.changed_by


def _is_back(paper: Contribution, block: str) -> bool:
    """Return whether the wording before the present one had left out this proposal, so that its
    delegation did not withdraw it by hand.
    """
    earlier = paper.issued[:-1]
    return bool(earlier) and block not in {each.block for each in written_in(earlier[-1])}


def _begun(paper: Contribution, said: SaidInPaper, number: int) -> Proposal:
    delegation = paper.delegation
    assert delegation
    return Proposal(
        clause=said.clause,
        delegation=delegation,
        drafted_by=_writer(said.revision),
        capacity=as_capacity(said.revision.source),
        contribution=paper,
        block_id=said.block,
        number=number,
        reference=_reference(paper, number),
    )


def _sources(revision: Revision, proposal: Proposal) -> list[str]:
    """Return the names of the delegations that bring a common proposal: the one that leads, and those
    that consented to this wording.
    """
    bring = [
        each
        for each in in_printed_order(revision.sources, revision.language)
        if each.delegation is not None
        and (each.delegation is proposal.delegation or each.consent == Consent.GIVEN)
    ]
    return [each.name for each in bring] if len(bring) > 1 else []


def _reference(paper: Contribution, number: int) -> str:
    delegation, symbol = paper.delegation, paper.symbol
    assert delegation and symbol
    country = delegation.country
    parts = "".join(f"{part.kind[0].upper()}{part.number}" for part in symbol.parts)
    common = paper.current.common_proposal
    code = common.code if common else country.alpha3 if country else delegation.code
    return f"{code}/{paper.number}{parts}/{number}"


def _tell(
    told: Iterable[tuple[Proposal, str]], *, by: Person, within: Collection[Proposal] = ()
) -> None:
    """Tell the open pages of each clause. The threads of clauses are created in one order, so that
    no two papers wait for each other. Of those in `within` the delegation is told too.
    """
    db.session.flush()
    for proposal, kind in sorted(told, key=lambda each: (each[0].clause.wid, each[0].number or 0)):
        tell_open_pages(proposal, kind, by=by)
        if proposal in within:
            tell_within(proposal, kind, by=by)


def _stored(paper: Contribution) -> Sequence[Proposal]:
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.contribution_id == paper.id)
        .order_by(Proposal.number)
        .options(joinedload(Proposal.delegation), joinedload(Proposal.clause))
    ).all()

"""Finds the drafts into which a proposal can be taken, and those in which it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload, undefer

from wgcop.accounts.models import Membership, Person
from wgcop.contributions import policy
from wgcop.contributions.drafters import Drafter, DrafterRole
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import WRITTEN_IN
from wgcop.contributions.queries.visibility import visible_to
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.paper.proposed import WrittenProposal
from wgcop.positions.models import mark_of
from wgcop.proposals.models import Proposal
from wgcop.proposals.said_in_papers import written_in
from wgcop.proposals.taking.models import TakenProposal
from wgcop.proposals.taking.recognizing import found_in, says_the_same


@dataclass(frozen=True)
class OpenDraft:
    """A draft into which the reader may take proposals of its delegation."""

    id: int
    title: str
    revision: int
    is_read_outside: bool
    """Whether people outside the delegation read it."""


@dataclass(frozen=True)
class PlaceInDraft:
    """A draft in which a proposal stands. `may_write` says whether the reader writes in it."""

    paper: Contribution
    written: WrittenProposal
    says_the_same: bool
    may_write: bool

    @property
    def url(self) -> str:
        return f"{self.paper.work_url}#b-{self.written.block}"

    @property
    def title(self) -> str:
        return (self.paper.draft or self.paper.current).title

    @property
    def mark(self) -> str:
        """The mark of the words that the page shows."""
        return mark_of_written(self.written)


def mark_of_written(written: WrittenProposal) -> str:
    return mark_of(repr((written.symbol, written.text, written.reasons)))


def drafts_for(proposal: Proposal, person: Person) -> list[OpenDraft]:
    """Return the drafts for action that the proposal's delegation leads and in which the person
    writes, those changed last first, in one SQL statement.
    """
    rows = db.session.execute(
        select(
            Contribution.id,
            Revision.title,
            Revision.number,
            _read_outside(proposal.delegation_id),
        )
        .join(Revision, Revision.contribution_id == Contribution.id)
        .join(Source, Source.revision_id == Revision.id)
        .join(Drafter, Drafter.contribution_id == Contribution.id)
        .where(
            Contribution.state.in_(WRITTEN_IN),
            Revision.submitted_at.is_(None),
            Revision.purpose == Purpose.ACTION,
            Source.position == 0,
            Source.delegation_id == proposal.delegation_id,
            Drafter.person_id == person.id,
            Drafter.role == DrafterRole.WRITE,
        )
        .order_by(Revision.changed_at.desc(), Revision.id.desc())
    )
    return [OpenDraft(*row) for row in rows]


def is_read_outside(draft: Revision, proposal: Proposal) -> bool:
    """Return whether people outside the delegation of the proposal read the draft."""
    return bool(
        db.session.scalar(
            select(_read_outside(proposal.delegation_id))
            .select_from(Contribution)
            .join(Revision, Revision.contribution_id == Contribution.id)
            .where(Revision.id == draft.id)
        )
    )


def _read_outside(delegation_id: int) -> ColumnElement[bool]:
    """Whether somebody who does not speak for the delegation drafts the paper, or was asked for
    consent to it.
    """
    drafter, source = aliased(Drafter), aliased(Source)
    colleagues = select(Membership.person_id).where(Membership.delegation_id == delegation_id)
    return or_(
        select(drafter.person_id)
        .where(
            drafter.contribution_id == Contribution.id,
            drafter.person_id.not_in(colleagues),
        )
        .exists(),
        select(source.id)
        .where(
            source.revision_id == Revision.id,
            source.asked_wording != "",
            source.delegation_id.is_distinct_from(delegation_id),
        )
        .exists(),
    )


def places_of(proposal: Proposal, person: Person) -> list[PlaceInDraft]:
    """Return the drafts in which the proposal stands and that the person may read. For a proposal
    that was never taken into a paper, this is one SQL statement.
    """
    rows = db.session.scalars(
        select(TakenProposal).where(TakenProposal.proposal_id == proposal.id)
    ).all()
    blocks = {row.contribution_id: row.block_id for row in rows}
    papers = _readable(list(blocks), person) if blocks else []
    places = (_place(proposal, paper, blocks[paper.id], person) for paper in papers)
    return [place for place in places if place is not None]


def taken_into(paper: Contribution) -> Sequence[TakenProposal]:
    return db.session.scalars(
        select(TakenProposal)
        .where(TakenProposal.contribution_id == paper.id)
        .order_by(TakenProposal.proposal_id)
        .options(
            joinedload(TakenProposal.proposal).joinedload(Proposal.delegation),
            joinedload(TakenProposal.proposal).joinedload(Proposal.clause),
        )
    ).all()


def _readable(ids: Sequence[int], person: Person) -> Sequence[Contribution]:
    return db.session.scalars(
        visible_to(person.audiences, Contribution.id.in_(ids), with_requests=True)
        .options(
            selectinload(Contribution.drafters),
            selectinload(Contribution.revisions).options(
                undefer(Revision.text),
                selectinload(Revision.sources).options(
                    joinedload(Source.delegation), joinedload(Source.office)
                ),
            ),
        )
        .order_by(Contribution.created_at, Contribution.id)
    ).all()


def _place(
    proposal: Proposal, paper: Contribution, block_id: str, person: Person
) -> PlaceInDraft | None:
    wording = paper.draft or paper.current
    if (paper.is_numbered and paper.draft is None) or paper.is_withdrawn:
        return None
    if not policy.can_read_wording(person, wording):
        return None
    written = found_in(written_in(wording), proposal, block_id)
    if written is None:
        return None
    may_write = policy.can_edit(person, paper)
    return PlaceInDraft(paper, written, says_the_same(proposal, written), may_write)

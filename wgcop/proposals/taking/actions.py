"""Taking a proposal into the draft of a paper, and bringing its words up to date there."""

from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop import paper as trees
from wgcop.accounts.models import Capacity, Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.announcements import tell_drafters
from wgcop.contributions.cover import Cover, contact_of
from wgcop.contributions.draft_desk import DRAFTS, stored_text
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.locks import lock
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.drafting.actions import start_draft
from wgcop.errors import Outdated, Refused
from wgcop.languages import LANGUAGE_NAMES
from wgcop.paper.proposed import proposals_in
from wgcop.paper.proposing import appended, proposal_blocks, worded_again
from wgcop.paper.tree import Node, new_id
from wgcop.proposals import policy
from wgcop.proposals.models import Proposal
from wgcop.proposals.taking.models import TakenProposal
from wgcop.proposals.taking.queries import is_read_outside, mark_of_written
from wgcop.proposals.taking.recognizing import found_in
from wgcop.writing.reasons import Declined, message
from wgcop.writing.saving import save_tree


@dataclass(frozen=True)
class TakenPlace:
    """The block with the proposal in the draft. `is_new` is False if it stood there already."""

    block_id: str
    is_new: bool


def take_into(proposal: Proposal, paper: Contribution, *, seen: int, by: Person) -> TakenPlace:
    """Put the proposal at the end of a draft, and let the paper be about its clause. Whoever writes
    in the draft sees it appear, and nothing that they typed is lost.
    """
    _require_not_brought(proposal, seen)
    draft = _locked(paper, proposal, by=by)
    row = db.session.get(TakenProposal, (proposal.id, paper.id))
    tree = stored_text(db.session, draft.id)[1]
    standing = found_in(proposals_in(tree), proposal, row.block_id if row else None)
    block_id = standing.block if standing else new_id()
    if row is None:
        db.session.add(TakenProposal(proposal=proposal, contribution=paper, block_id=block_id))
    else:
        row.block_id = block_id
    if standing is None:
        blocks = _blocks(proposal, draft, block_id)
        _save(paper, draft, appended(tree, blocks), by=by)
    if proposal.clause not in draft.clauses:
        draft.point_to([*draft.clauses, proposal.clause])
        draft.be_changed(by)
    db.session.flush()
    draft.ask_again()
    tell_drafters(paper, "draft.saved", by=by)
    return TakenPlace(block_id, is_new=standing is None)


def begin_paper_with(
    proposal: Proposal, meeting: Meeting, *, key: str, seen: int, by: Person, capacity: Capacity
) -> tuple[Contribution, TakenPlace]:
    """Begin a draft with nothing but the proposal. The `key` makes it idempotent."""
    _require_not_brought(proposal, seen)
    wording = proposal.clause.wording
    edition = wording.section.edition
    cover = Cover(
        title=f"{edition.name}: {proposal.symbol.value} {wording.citation}",
        purpose=Purpose.ACTION,
        contact=contact_of(by, capacity),
        language=edition.language if edition.language in LANGUAGE_NAMES else "en",
    )
    paper = start_draft(meeting, capacity, cover, trees.empty(), key=key or None, by=by)
    db.session.flush()
    return paper, take_into(proposal, paper, seen=seen, by=by)


def word_again(
    proposal: Proposal, paper: Contribution, *, seen: int, shown: str, by: Person
) -> None:
    """Put the words that the proposal has now in place of those in the draft. `shown` is the mark
    of those that the page showed.
    """
    _require_not_brought(proposal, seen)
    draft = _locked(paper, proposal, by=by)
    row = db.session.get(TakenProposal, (proposal.id, paper.id))
    tree = stored_text(db.session, draft.id)[1]
    standing = found_in(proposals_in(tree), proposal, row.block_id) if row else None
    if standing is None:
        raise Refused(_("The proposal no longer stands in this paper."))
    if mark_of_written(standing) != shown:
        raise Outdated(_("Somebody changed the proposal in the paper while you were reading it."))
    blocks = _blocks(proposal, draft, standing.block)
    _save(paper, draft, worded_again(tree, standing.block, blocks), by=by)
    db.session.flush()
    draft.ask_again()
    tell_drafters(paper, "draft.saved", by=by)


def _require_not_brought(proposal: Proposal, seen: int) -> None:
    proposal.require_open()
    proposal.require_seen(seen)
    if proposal.contribution_id:
        raise Refused(_("A document brings this proposal already."))


def _locked(paper: Contribution, proposal: Proposal, *, by: Person) -> Revision:
    """Return the draft, which nobody else changes until the commit. Refuse to show those who read it
    what the delegation of the proposal still keeps to itself.
    """
    lock(paper)
    draft = paper.draft
    if draft is None or not paper.is_being_written:
        raise Refused(_("There is no longer a draft to write in. It may have just been submitted."))
    if draft.lead is None or draft.lead.id != proposal.delegation_id:
        raise Refused(_("Another delegation leads this paper now."))
    if draft.purpose != Purpose.ACTION:
        raise Refused(_("A paper for information proposes nothing. Choose a paper for action."))
    if not policy.can_show_outside(by, proposal) and is_read_outside(draft, proposal):
        raise Refused(
            _(
                "People outside your delegation read this paper. Until the proposal is released, only the head of your delegation or a deputy can take it into the paper."
            )
        )
    return draft


def _blocks(proposal: Proposal, draft: Revision, block_id: str) -> list[Node]:
    return proposal_blocks(
        proposal.symbol.value,
        proposal.clause.wid,
        proposal.text,
        proposal.reasons,
        language=draft.language,
        block_id=block_id,
    )


def _save(paper: Contribution, draft: Revision, tree: Node, *, by: Person) -> None:
    """Save the text by the way on which everybody's changes to it travel."""
    try:
        save_tree(db.session, paper.id, tree, desk=DRAFTS, by=by.id)
    except Declined as turned_down:
        raise Refused(message(turned_down.reason)) from turned_down
    except trees.Misshapen as error:
        raise Refused(
            _("The paper would become too long. Take the proposal into another.")
        ) from error
    db.session.refresh(draft, ["text", "plain", "changed_at", "changed_by_id"])

"""The suggestions of which proposals came: each says so, to all who read the proposal."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.events.actions import record
from wgcop.events.chapters import layer_of
from wgcop.proposals.models import Proposal
from wgcop.threads.actions.comments import topic_of
from wgcop.threads.comments.suggestions import SuggestedWords, SuggestionProposal
from wgcop.threads.models import Comment


def made_of(comment: Comment, delegation: Delegation) -> Proposal | None:
    """Return the proposal that the delegation has made of what the comment suggests now, or None."""
    return db.session.scalar(
        select(Proposal)
        .join(SuggestionProposal, SuggestionProposal.proposal_id == Proposal.id)
        .where(
            SuggestionProposal.comment_id == comment.id,
            SuggestionProposal.delegation_id == delegation.id,
            SuggestionProposal.wording == comment.wording,
        )
    )


def comment_of(proposal: Proposal, audiences: frozenset[str]) -> Comment | None:
    """Return the comment whose suggestion became this proposal, or None if there is none that a
    reader with these audiences may read.
    """
    return db.session.scalar(
        select(Comment)
        .join(SuggestionProposal, SuggestionProposal.comment_id == Comment.id)
        .where(
            SuggestionProposal.proposal_id == proposal.id,
            Comment.audience.in_(audiences),
            Comment.stands,
        )
        .options(
            joinedload(Comment.thread),
            joinedload(Comment.person),
            joinedload(Comment.delegation),
            joinedload(Comment.release),
        )
    )


def show_made(
    comment: Comment, proposal: Proposal, suggestion: SuggestedWords, *, by: Person
) -> None:
    """Keep that the proposal came of the suggestion, and tell the open pages of its delegation."""
    delegation = proposal.delegation
    suggestion.proposals.append(
        SuggestionProposal(delegation=delegation, wording=comment.wording, proposal_id=proposal.id)
    )
    record(
        topic_of(comment.thread, delegation.audience),
        "suggestion.proposed",
        by=by,
        target_kind="own-suggestion",
        target_id=f"{comment.id}:{delegation.id}",
    )
    if layer_of(comment.audience) == delegation.audience:
        _tell_readers(comment, by=by)


def show_released(proposal: Proposal, *, by: Person) -> None:
    """Let all readers of the suggestion see that the proposal came of it, now that it is released."""
    row = db.session.scalar(
        select(SuggestionProposal)
        .where(SuggestionProposal.proposal_id == proposal.id)
        .options(
            joinedload(SuggestionProposal.suggestion)
            .joinedload(SuggestedWords.comment)
            .joinedload(Comment.thread)
        )
    )
    if row is None:
        return
    row.is_released = True
    comment = row.suggestion.comment
    record(
        topic_of(comment.thread, proposal.delegation.audience),
        "suggestion.proposed",
        by=by,
        target_kind="own-suggestion",
        target_id=f"{comment.id}:{proposal.delegation_id}",
    )
    _tell_readers(comment, by=by)


def _tell_readers(comment: Comment, *, by: Person) -> None:
    record(
        topic_of(comment.thread, comment.audience),
        "suggestion.proposed",
        by=by,
        target_kind="comment",
        target_id=comment.id,
    )

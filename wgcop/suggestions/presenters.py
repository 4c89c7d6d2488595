"""Presents suggestions on open pages. Their comments, with all that their readers see alike, have a
presenter of their own.
"""

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.events.presenters import Presentation, presents, presents_nothing, replaced
from wgcop.suggestions import policy
from wgcop.threads.comments.suggestions import SuggestionProposal
from wgcop.threads.models import Comment
from wgcop.threads.page.suggested import MadeProposal

# The inbox of the writer asks for what they may read now.
presents_nothing("suggestion")


@presents("own-suggestion")
def within(target_id: str, _entry_kind: str) -> Presentation | None:
    """Present the proposals that a delegation keeps to itself, on a topic that only it hears."""
    comment_id, _colon, delegation_id = target_id.partition(":")
    comment = db.session.get(Comment, int(comment_id))
    if comment is None or not delegation_id.isdigit():
        return None
    rows = comment.suggestion.proposals if comment.suggestion else []
    return replaced(
        f"own-proposals-{comment.name}",
        "threads/_own_proposals.html",
        name=comment.name,
        proposals=[
            made(each)
            for each in rows
            if each.delegation_id == int(delegation_id) and not each.is_released
        ],
    )


def made(row: SuggestionProposal) -> MadeProposal:
    return MadeProposal(
        row.proposal_id, row.delegation.name, row.delegation_id, not row.is_released
    )


def decides_for_members() -> bool:
    """Return whether the reader decides on what everybody reads, for controls beside comments."""
    return policy.decides_for_members(current_person())

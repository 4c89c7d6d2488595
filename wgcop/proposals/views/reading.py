"""Lookups of the views of proposals. Each refuses readers who may not read or write what it returns."""

from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.accounts.models import Capacity
from wgcop.proposals import policy, queries
from wgcop.proposals.models import Proposal
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.queries import clause_by_wid, edition_called
from wgcop.web import current_audiences, found_or_404, require


def readable_clause(wid: str) -> Clause:
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_proposals(current_audiences()))
    return clause


def readable_edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_read_proposals(current_audiences()))
    return edition


def readable_proposal(proposal_id: int) -> Proposal:
    """Return the proposal; 404 for those who may not read it, since they must not learn that there
    is one.
    """
    require(policy.can_read_proposals(current_audiences()))
    proposal = found_or_404(queries.proposal_with_all(proposal_id))
    if not policy.can_read(current_audiences(), proposal):
        raise NotFound
    return proposal


def proposing(*, sent: bool = False) -> Capacity:
    """Return the capacity in which the reader proposes words; 403 if they may not. A form that is
    `sent` must have been opened in this capacity.
    """
    capacity = current_capacity()
    require(policy.can_propose(capacity))
    assert capacity
    if sent:
        require_same_capacity(capacity)
    return capacity


def editable_proposal(proposal_id: int, *, sent: bool = False) -> tuple[Proposal, Capacity]:
    proposal, capacity = readable_proposal(proposal_id), current_capacity()
    require(policy.can_edit(current_person(), capacity, proposal))
    assert capacity
    if sent:
        require_same_capacity(capacity)
    return proposal, capacity


def releasable_proposal(proposal_id: int) -> tuple[Proposal, Capacity]:
    proposal, capacity = readable_proposal(proposal_id), current_capacity()
    require(policy.can_release(current_person(), capacity, proposal))
    assert capacity
    require_same_capacity(capacity)
    return proposal, capacity


def takeable_proposal(proposal_id: int) -> tuple[Proposal, Capacity]:
    """Return a proposal that the reader may take into papers of its delegation."""
    proposal, capacity = readable_proposal(proposal_id), current_capacity()
    require(policy.writes_for(capacity, proposal))
    assert capacity
    require_same_capacity(capacity)
    return proposal, capacity

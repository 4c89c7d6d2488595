"""Permissions on proposals."""

from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.policy import purposes
from wgcop.proposals.models import Proposal
from wgcop.threads.models import MEMBERS


def can_read_proposals(audiences: frozenset[str]) -> bool:
    return MEMBERS in audiences


def can_read(audiences: frozenset[str], proposal: Proposal) -> bool:
    """Return whether the reader may see the proposal: all members once it is released, and before
    that only those who speak for its delegation. Chair and secretariat see no more than others.
    """
    return proposal.audience in audiences


def can_propose(capacity: Capacity | None) -> bool:
    """Return whether a person in this capacity may propose words: delegations may that bring papers
    for action, which observers do not.
    """
    return (
        capacity is not None
        and capacity.delegation is not None
        and Purpose.ACTION in purposes(capacity)
    )


def delegation_read_within(capacity: Capacity | None) -> Delegation | None:
    """Return the delegation whose proposals a person in this capacity sees before they are
    released, or None.
    """
    return capacity.delegation if capacity and can_propose(capacity) else None


def writes_for(capacity: Capacity | None, proposal: Proposal) -> bool:
    """Return whether a person in this capacity speaks for the delegation of the proposal."""
    delegation = delegation_read_within(capacity)
    return delegation is not None and delegation.id == proposal.delegation_id


def can_release(person: Person, capacity: Capacity | None, proposal: Proposal) -> bool:
    """Return whether the person may release, withdraw or restore the proposal: a head of its
    delegation or a deputy may.
    """
    return writes_for(capacity, proposal) and person.records_positions_of(proposal.delegation)


def can_show_outside(person: Person, proposal: Proposal) -> bool:
    """Return whether the person may show the proposal to people outside its delegation, such as those
    who draft a paper with it. Until it is released, only those who release it may.
    """
    return proposal.is_released or person.records_positions_of(proposal.delegation)


def can_edit(person: Person, capacity: Capacity | None, proposal: Proposal) -> bool:
    """Return whether the person may change the words: everybody who speaks for the delegation while
    it is within, and after its release those who may release it.
    """
    if proposal.is_released:
        return can_release(person, capacity, proposal)
    return writes_for(capacity, proposal)


def can_take(capacity: Capacity | None, proposal: Proposal) -> bool:
    """Return whether a person in this capacity may take the proposal into a paper of its
    delegation: everybody who speaks for it may, until a document brings it.
    """
    return (
        writes_for(capacity, proposal)
        and not proposal.is_withdrawn
        and proposal.contribution_id is None
    )

"""Permissions on suggestions. Who may read one is who may read its comment."""

from wgcop.accounts.models import Capacity, GroupRole, Person
from wgcop.accounts.regional import group_of_layer
from wgcop.events.chapters import layer_of
from wgcop.suggestions.presiding import is_in_the_chair
from wgcop.threads.comments.suggestions import SuggestionOutcome
from wgcop.threads.models import Comment
from wgcop.threads.policy import speaks_for_layer

DECIDERS = (GroupRole.CHAIR, GroupRole.RAPPORTEUR, GroupRole.SECRETARIAT)
"""Who decides about what everybody reads. Vice-chairs do too while they are in the chair."""


def stands(comment: Comment) -> bool:
    """Return whether the comment suggests something to its readers now."""
    return comment.suggestion is not None and not (comment.is_retracted or comment.is_released)


def can_support(person: Person, capacity: Capacity | None, comment: Comment) -> bool:
    """Return whether a person in this capacity may support what the comment suggests: those who
    read it and speak for a delegation may, except its writer and observers.
    """
    return (
        stands(comment)
        and capacity is not None
        and capacity.delegation is not None
        and not capacity.is_observer
        and speaks_in(capacity, comment)
        and (comment.release is not None or comment.person_id != person.id)
    )


def speaks_in(capacity: Capacity, comment: Comment) -> bool:
    """Return whether this capacity is one of those for whom the comment is. Its reader may have
    others: what they read in one of them stays out of the rest.
    """
    if not comment.is_private:
        return True
    layers = [capacity.delegation, *capacity.groups]
    return layer_of(comment.audience) in [each.audience for each in layers if each]


def can_propose(capacity: Capacity | None, comment: Comment) -> bool:
    """Return whether a delegation may propose what the comment suggests, if it reads it. Words for a
    translation are no proposal on the text. The words
    of a regional group stay in it until its coordinators accept them; whoever suggested them has
    them anyway.
    """
    if capacity is None or capacity.delegation is None or comment.suggestion is None:
        return False
    if comment.suggestion.translation:
        return False
    if not speaks_in(capacity, comment):
        return False
    if not group_of_layer(comment.audience) or comment.delegation_id == capacity.delegation.id:
        return True
    decision = comment.suggestion.decision
    return (
        decision is not None
        and decision.outcome == SuggestionOutcome.ACCEPTED
        and decision.wording == comment.wording
    )


def gives_reasons(comment: Comment) -> bool:
    """Return whether the words of the comment become reasons of a proposal, which its delegation
    reads and may release. Those of a regional group stay with it, and those of an earlier chapter
    with their readers.
    """
    return not (comment.is_earlier or group_of_layer(comment.audience))


def can_decide(person: Person, comment: Comment) -> bool:
    """Return whether the person may accept or decline what the comment suggests, unless it is about a
    translation, which is not the text under discussion. Within a delegation
    its heads and deputies may, and within a regional group its coordinators.
    """
    if not stands(comment) or (comment.suggestion and comment.suggestion.translation):
        return False
    if comment.is_public:
        return decides_for_members(person)
    if group_of_layer(comment.audience):
        return speaks_for_layer(person, comment)
    return comment.is_private and person.records_positions_of(comment.delegation)


def decides_for_members(person: Person) -> bool:
    """Return whether the person may decide on suggestions that everybody signed in reads: the chair,
    rapporteurs and the secretariat may, and vice-chairs while they are in the chair.
    """
    if not person.is_authenticated:
        return False
    if person.holds(*DECIDERS):
        return True
    return person.holds(GroupRole.VICE_CHAIR) and is_in_the_chair(person)


def decides_as(person: Person, capacity: Capacity | None, comment: Comment) -> str:
    """Return the words for the office in which the person decides about what everybody reads, or
    for the capacity in which they speak within a delegation or a regional group.
    """
    roles = (*DECIDERS, GroupRole.VICE_CHAIR)
    offices = [each for role in roles for each in person.main_offices if each.role == role]
    if comment.is_public and offices:
        return offices[0].capacity.label
    return capacity.label if capacity else ""

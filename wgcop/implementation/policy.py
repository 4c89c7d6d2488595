"""Permissions to read and write actions, evidence and replies."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Category, DelegationRole, GroupRole, Person
from wgcop.implementation.evidence import Evidence
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.replies import MemberReply, ReplyRequest

Reader = Person | Guest

REVIEWERS = (GroupRole.RAPPORTEUR, GroupRole.CHAIR)
APPROVERS = (GroupRole.SECRETARIAT, GroupRole.CHAIR)


def can_read_action(audiences: frozenset[str], action: ImplementationAction) -> bool:
    return not action.audience.isdisjoint(audiences)


def can_read_as_it_stands(audiences: frozenset[str], action: ImplementationAction) -> bool:
    """Return whether these audiences may read the action with its log and its unapproved facts."""
    return not action.working_audience.isdisjoint(audiences)


def can_see_evidence(audiences: frozenset[str], evidence: Evidence) -> bool:
    """Return whether these audiences may know that the evidence is given, and may read the thing
    itself.
    """
    return not (
        evidence.own_audience.isdisjoint(audiences) or evidence.thing_audience.isdisjoint(audiences)
    )


def keeps_the_chain(reader: Reader) -> bool:
    """Return whether the reader may write about any clause, as rapporteur, chair and secretariat
    may.
    """
    return isinstance(reader, Person) and reader.holds(*REVIEWERS, *APPROVERS)


def can_add(reader: Reader) -> bool:
    """Return whether the reader may add actions. Those who keep the chain may, and so may the
    members of a delegation that is not an observer.
    """
    return keeps_the_chain(reader) or (
        isinstance(reader, Person)
        and any(not membership.delegation.is_observer for membership in reader.memberships)
    )


def can_edit(reader: Reader, action: ImplementationAction) -> bool:
    """Return whether the reader may edit the action: members of the delegation that leads it may,
    and those who keep the chain.
    """
    return keeps_the_chain(reader) or (
        isinstance(reader, Person) and reader.belongs_to(action.delegation)
    )


def can_review(reader: Reader) -> bool:
    return isinstance(reader, Person) and reader.holds(*REVIEWERS)


def can_approve(reader: Reader) -> bool:
    return isinstance(reader, Person) and reader.holds(*APPROVERS)


def office_of(person: Person, *roles: GroupRole) -> Capacity | None:
    """Return the office in which the person reviews or approves, whatever capacity they speak in
    otherwise; None if they hold none.
    """
    return next((office.capacity for office in person.main_offices if office.role in roles), None)


def can_remove_evidence(reader: Reader, evidence: Evidence) -> bool:
    """Return whether the reader may remove the evidence: its giver may, those who may edit its
    action, and those who keep the chain.
    """
    if not isinstance(reader, Person):
        return False
    return (
        evidence.added_by_id == reader.id
        or keeps_the_chain(reader)
        or (evidence.action is not None and can_edit(reader, evidence.action))
    )


def can_see_what_asks(audiences: frozenset[str]) -> bool:
    return "members" in audiences


def can_say_validity(reader: Reader, thing: ImplementationAction | Evidence) -> bool:
    """Return whether the reader may say if the action or evidence still answers the clause. Whoever
    created or added it may, and so may those who can edit the action or remove the evidence.
    """
    if isinstance(thing, ImplementationAction):
        return can_edit(reader, thing) or (
            isinstance(reader, Person) and thing.created_by_id == reader.id
        )
    return can_remove_evidence(reader, thing)


def can_see_replies(audiences: frozenset[str]) -> bool:
    """Return whether these audiences may see the reply of each delegation. Only members may; others
    see the number of replies, once that is approved.
    """
    return "members" in audiences


def can_see_request(audiences: frozenset[str], asked: ReplyRequest) -> bool:
    return can_see_replies(audiences) or asked.approved_at is not None


def can_ask_members(reader: Reader) -> bool:
    return can_approve(reader)


def can_write_reply(reader: Reader, reply: MemberReply) -> bool:
    return isinstance(reader, Person) and reader.belongs_to(reply.delegation)


def can_release_reply(reader: Reader, reply: MemberReply) -> bool:
    """Return whether the reader may release the reply: the head of the delegation may, or any
    member if there is no head.
    """
    if not can_write_reply(reader, reply):
        return False
    assert isinstance(reader, Person)
    has_head = any(
        membership.role == DelegationRole.HEAD for membership in reply.delegation.memberships
    )
    return reader.heads(reply.delegation) or not has_head


ASKED = {Category.MEMBER_STATE, Category.SECTOR_MEMBER}
"""The categories that are invited. A selection may name others too."""

"""Who may say what in a thread."""

from wgcop.accounts.models import Capacity, GroupRole, Person
from wgcop.threads.models import MEMBERS, Comment


def can_read_threads(audiences: frozenset[str]) -> bool:
    return MEMBERS in audiences


def can_comment(capacity: Capacity | None) -> bool:
    """Whoever takes part may speak, an observer visibly as one; a person without a capacity only reads."""
    return capacity is not None


def can_address(capacity: Capacity, audience: str) -> bool:
    """Everybody signed in, or the delegation one speaks for: never somebody else's private layer."""
    if audience == MEMBERS:
        return True
    return capacity.delegation is not None and capacity.delegation.audience == audience


def can_reply(capacity: Capacity | None, comment: Comment) -> bool:
    """What answers private words is said among those who read them, by who speaks for them."""
    return capacity is not None and (
        not comment.is_private or can_address(capacity, comment.audience)
    )


def can_read(comment: Comment, audiences: frozenset[str]) -> bool:
    return comment.audience in audiences


def can_change(person: Person, comment: Comment) -> bool:
    """Editing and retracting are the writer's own, as long as they still speak for whom they wrote."""
    return (
        person.is_authenticated
        and comment.person_id == person.id
        and not comment.is_retracted
        and not comment.is_released
        and comment.release is None
        and (comment.delegation_id is None or comment.delegation_id in person.delegation_ids)
    )


def can_retract(person: Person, comment: Comment) -> bool:
    """What a delegation released, its heads take back, or whoever wrote it."""
    if comment.release is None:
        return can_change(person, comment)
    wrote = comment.release.original.person_id == person.id and person.belongs_to(
        comment.delegation
    )
    return not comment.is_retracted and (wrote or person.heads(comment.delegation))


def can_release(person: Person, comment: Comment) -> bool:
    """What was written within a delegation, only its own heads say to everybody."""
    return (
        comment.is_private
        and not comment.is_retracted
        and not comment.is_released
        and person.heads(comment.delegation)
    )


def can_support(capacity: Capacity | None, comment: Comment) -> bool:
    """A delegation supports what others said to everybody; observers speak, but support nothing."""
    return (
        capacity is not None
        and capacity.delegation is not None
        and not capacity.is_observer
        and not comment.is_private
        and not comment.is_retracted
        and comment.delegation_id != capacity.delegation.id
    )


def can_attach(person: Person, comment: Comment) -> bool:
    """The quote's writer, and those who keep threads in order."""
    return (
        comment.quote is not None
        and not comment.is_retracted
        and (keeps_order(person) or can_change(person, comment))
    )


def keeps_order(person: Person) -> bool:
    return person.holds(GroupRole.CHAIR, GroupRole.VICE_CHAIR, GroupRole.SECRETARIAT)


def can_set_standing(person: Person) -> bool:
    """How a clause stands, and when its thread takes comments, is for the chair and the secretariat."""
    return person.is_authenticated and person.holds(GroupRole.CHAIR, GroupRole.SECRETARIAT)


def can_resolve(person: Person) -> bool:
    return person.is_authenticated and person.holds(
        GroupRole.CHAIR, GroupRole.SECRETARIAT, GroupRole.RAPPORTEUR
    )


def can_pin(person: Person) -> bool:
    """The state of play is the chair's own word."""
    return person.is_authenticated and person.holds(GroupRole.CHAIR)

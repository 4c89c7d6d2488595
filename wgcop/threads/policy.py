"""Permissions in threads."""

from wgcop.accounts.models import Capacity, GroupRole, Person
from wgcop.accounts.regional import group_of_layer
from wgcop.events.chapters import is_earlier
from wgcop.threads.models import MEMBERS, Comment
from wgcop.threads.subjects import ThreadSubject


def can_read_threads(audiences: frozenset[str]) -> bool:
    return MEMBERS in audiences


def can_comment(capacity: Capacity | None) -> bool:
    """Return whether a person in this capacity may comment: everybody may, including observers. A
    person without a capacity only reads.
    """
    return capacity is not None


def can_write_in(subject: ThreadSubject, audience: str) -> bool:
    """Return whether the reader is offered this audience: in an open thread everybody signed in,
    the delegation that they speak for, or one of its regional groups.
    """
    return subject.offers(audience) and not is_earlier(audience)


def can_reply(subject: ThreadSubject | None, comment: Comment) -> bool:
    """Return whether the reader may reply to the comment. To a private comment only those reply who
    speak for its delegation, or for a member of its regional group.
    """
    return subject is not None and subject.offers(comment.audience)


def can_read(comment: Comment, audiences: frozenset[str]) -> bool:
    return comment.audience in audiences


def can_be_translated(comment: Comment) -> bool:
    """Return whether the words may be sent to the translation service: those that everybody signed
    in reads, and those within a delegation whose head allowed it. Nothing else leaves, whoever asks.
    """
    return comment.stands and (comment.is_public or comment.allows_translation)


def can_change(person: Person, comment: Comment) -> bool:
    """Return whether the person may edit the comment: only its writer, and only while they belong
    to the delegation that they wrote for.
    """
    return (
        person.is_authenticated
        and comment.person_id == person.id
        and not comment.is_retracted
        and not comment.is_released
        and comment.release is None
        and (comment.delegation_id is None or comment.delegation_id in person.delegation_ids)
    )


def can_reword(person: Person, subject: ThreadSubject | None, comment: Comment) -> bool:
    """Return whether the person may reword the comment. In a closed thread this ends with the right
    to write there, but a writer can still retract.
    """
    return can_change(person, comment) and (
        not comment.thread.is_closed or can_reply(subject, comment)
    )


def can_retract(person: Person, comment: Comment) -> bool:
    """Return whether the person may retract the comment. A released comment is retracted by whoever
    could release it, or by the writer of the original while they read it.
    """
    if comment.release is None:
        return can_change(person, comment)
    original = comment.release.original
    wrote = original.person_id == person.id and original.audience in person.audiences
    return not comment.is_retracted and (wrote or speaks_for_layer(person, original))


def speaks_for_layer(person: Person, comment: Comment) -> bool:
    """Return whether the person decides what leaves the private layer of this comment: the heads of
    its delegation do, or the coordinators of its regional group.
    """
    group = group_of_layer(comment.audience)
    return group in person.coordinates if group else person.heads(comment.delegation)


def can_release(person: Person, comment: Comment) -> bool:
    """Return whether the person may release the comment: only heads of a delegation release what is
    private to it, and only coordinators of a regional group what is private to that.
    """
    return (
        comment.is_private
        and not comment.is_retracted
        and not comment.is_released
        and speaks_for_layer(person, comment)
    )


def can_be_released_in(subject: ThreadSubject | None) -> bool:
    """Return whether comments can leave the private layers of this thread: not while others may not
    know what it is about, as of a proposal that is not released.
    """
    return subject is not None and MEMBERS in subject.reads


def can_support(capacity: Capacity | None, comment: Comment) -> bool:
    """Return whether a person in this capacity may support the comment. Delegations support public
    comments of others; observers do not support. Of a comment that suggests words, people support
    these.
    """
    return (
        can_withdraw_support(capacity, comment)
        and not comment.is_retracted
        and comment.suggestion is None
    )


def can_withdraw_support(capacity: Capacity | None, comment: Comment) -> bool:
    """Return whether a person in this capacity may withdraw support from the comment, even after it
    was retracted.
    """
    return (
        capacity is not None
        and capacity.delegation is not None
        and not capacity.is_observer
        and comment.is_public
        and comment.delegation_id != capacity.delegation.id
    )


def can_attach(person: Person, subject: ThreadSubject | None, comment: Comment) -> bool:
    """Return whether the person may attach the quote again: the comment's writer may and, in open
    threads, moderators. What a comment suggests is changed by its writer alone, who edits it.
    """
    return (
        comment.quote is not None
        and comment.suggestion is None
        and not comment.is_retracted
        and (
            (keeps_order(person) and not comment.thread.is_closed)
            or can_reword(person, subject, comment)
        )
    )


def can_resolve_comment(person: Person, subject: ThreadSubject | None, comment: Comment) -> bool:
    """Return whether the person may resolve a comment that quotes a paper. In an open thread its
    writer and the moderators may.

    In a closed thread everybody who writes there may, and within a delegation everybody who speaks
    for it. Replies cannot be resolved separately, nor can comments on clauses. A comment that came
    resolved from a Word file can be opened again although it quotes nothing.
    """
    if comment.parent_id is not None or comment.thread.clause_id:
        return False
    if comment.quote is None and not comment.is_resolved:
        return False
    return (
        not comment.is_retracted
        and not comment.is_released
        and can_reply(subject, comment)
        and (not comment.is_public or comment.person_id == person.id or keeps_order(person))
    )


def keeps_order(person: Person) -> bool:
    return person.holds(GroupRole.CHAIR, GroupRole.VICE_CHAIR, GroupRole.SECRETARIAT)


def can_set_standing(person: Person) -> bool:
    """Return whether the person may set standings and windows: the chair and the secretariat may."""
    return person.is_authenticated and person.holds(GroupRole.CHAIR, GroupRole.SECRETARIAT)


def can_resolve(person: Person) -> bool:
    return person.is_authenticated and person.holds(
        GroupRole.CHAIR, GroupRole.SECRETARIAT, GroupRole.RAPPORTEUR
    )


def can_pin(person: Person) -> bool:
    """Return whether the person may pin a note: only the chair writes the state of play."""
    return person.is_authenticated and person.holds(GroupRole.CHAIR)

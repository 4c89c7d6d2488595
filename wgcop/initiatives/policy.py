"""Permissions in the registry: who may change it, and what may be added. Everybody may read it."""

from wgcop.accounts.models import Person
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative, Overlap
from wgcop.radar.answers import IfDuplicate


def can_edit_registry(person: Person) -> bool:
    """Return whether the person may add entries, and accept or decline proposals."""
    return person.is_secretariat


def can_propose(person: Person) -> bool:
    """Return whether the person takes part: as a delegate, the head of a delegation, an officer, an
    observer or the secretariat.

    An observer proposes what the organization that they represent does itself, and that
    organization answers for it.
    """
    return bool(person.capacities)


def answers_for(person: Person, initiative: Initiative) -> bool:
    """Return whether the person belongs to the delegation of the entry, or to the secretariat if it
    has none.
    """
    if initiative.delegation_id is None:
        return person.is_secretariat
    return initiative.delegation_id in person.delegation_ids


def has_proposed(person: Person, initiative: Initiative) -> bool:
    """Return whether the person proposed the entry, or belongs to the delegation that is to answer
    for it.
    """
    return initiative.proposed_by_id == person.id or (
        initiative.delegation_id is not None and answers_for(person, initiative)
    )


def can_edit(person: Person, initiative: Initiative) -> bool:
    """Return whether the person may edit the entry. A declined or withdrawn one is changed by its
    proposers, so that they can propose it again.
    """
    match initiative.state:
        case EntryState.MERGED:
            return False
        case EntryState.DECLINED | EntryState.WITHDRAWN:
            return has_proposed(person, initiative)
        case EntryState.PROPOSED:
            return person.is_secretariat or has_proposed(person, initiative)
        case _:
            return person.is_secretariat or answers_for(person, initiative)


def can_decide(person: Person, initiative: Initiative) -> bool:
    return person.is_secretariat and initiative.state == EntryState.PROPOSED


def can_withdraw(person: Person, initiative: Initiative) -> bool:
    return initiative.state == EntryState.PROPOSED and has_proposed(person, initiative)


def can_see_history(person: Person) -> bool:
    """Return whether the person is signed in. The history names people, so it is not public."""
    return person.is_authenticated


def can_see_proposing(person: Person, initiative: Initiative) -> bool:
    """Return whether the person may see what was said and written before the entry was accepted."""
    return person.is_secretariat or has_proposed(person, initiative)


def can_answer(person: Person, overlap: Overlap) -> bool:
    """Return whether the person answers for the earlier one of the two entries."""
    return answers_for(person, overlap.other)


def can_see_overlap(person: Person, overlap: Overlap) -> bool:
    """Return whether the person may see the overlap: both sides and the secretariat may. Once both
    entries are accepted, everybody may see the answer.
    """
    if overlap.initiative.is_accepted and overlap.other.is_accepted and overlap.answer:
        return True
    return (
        person.is_secretariat
        or answers_for(person, overlap.other)
        or has_proposed(person, overlap.initiative)
    )


def can_confirm(person: Person, initiative: Initiative) -> bool:
    return person.is_secretariat or answers_for(person, initiative)


def can_merge(person: Person) -> bool:
    return person.is_secretariat


def if_duplicate(existing: Initiative | None) -> IfDuplicate:
    """Return what follows from a duplicate: a new entry is not added, an accepted one stays."""
    if existing is None or not existing.is_accepted:
        return IfDuplicate.STAYS_BACK
    return IfDuplicate.IS_OUT_ALREADY

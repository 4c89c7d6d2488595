"""Who may change the registry, which everybody may read, and what may be added to it."""

from wgcop.accounts.models import Person
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative, Overlap
from wgcop.radar.answers import IfDuplicate


def can_edit_registry(person: Person) -> bool:
    """Adds entries, accepts and declines what others propose."""
    return person.is_secretariat


def can_propose(person: Person) -> bool:
    """Whoever takes part: delegates and the heads of delegations, officers, the secretariat.

    An observer proposes what the organization that they observe for does itself, and that organization answers for it.
    """
    return bool(person.capacities)


def answers_for(person: Person, initiative: Initiative) -> bool:
    """The members of its delegation, or the secretariat if it has none."""
    if initiative.delegation_id is None:
        return person.is_secretariat
    return initiative.delegation_id in person.delegation_ids


def has_proposed(person: Person, initiative: Initiative) -> bool:
    """Whoever proposed it, and the delegation that is to answer for it."""
    return initiative.proposed_by_id == person.id or (
        initiative.delegation_id is not None and answers_for(person, initiative)
    )


def can_edit(person: Person, initiative: Initiative) -> bool:
    """What was declined or withdrawn is changed by those who proposed it, so that they can propose it again."""
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
    """Everybody signed in who may read the entry; it names people."""
    return person.is_authenticated


def can_see_proposing(person: Person, initiative: Initiative) -> bool:
    """What was said and written before the entry was accepted."""
    return person.is_secretariat or has_proposed(person, initiative)


def can_answer(person: Person, overlap: Overlap) -> bool:
    """Those who answer for the entry that was there first."""
    return answers_for(person, overlap.other)


def can_see_overlap(person: Person, overlap: Overlap) -> bool:
    """Both sides and the secretariat. Once both entries are accepted everybody who is signed in sees what was answered."""
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
    """A duplicate is not added; an entry that turns out to be one stays."""
    if existing is None or not existing.is_accepted:
        return IfDuplicate.STAYS_BACK
    return IfDuplicate.IS_OUT_ALREADY

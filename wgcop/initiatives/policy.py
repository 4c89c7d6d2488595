"""Who may change the registry, which everybody may read, and what may be added to it."""

from wgcop.accounts.models import Person
from wgcop.initiatives.models import Initiative
from wgcop.radar.answers import IfDuplicate


def can_edit_registry(person: Person) -> bool:
    return person.is_secretariat


def answers_for(person: Person, initiative: Initiative) -> bool:
    """The members of its delegation, or the secretariat if it has none."""
    if initiative.delegation_id is None:
        return person.is_secretariat
    return initiative.delegation_id in person.delegation_ids


def can_confirm(person: Person, initiative: Initiative) -> bool:
    return person.is_secretariat or answers_for(person, initiative)


def can_merge(person: Person) -> bool:
    return person.is_secretariat


def if_duplicate(existing: Initiative | None) -> IfDuplicate:
    """A duplicate is not added; an entry that turns out to be one stays."""
    return IfDuplicate.STAYS_BACK if existing is None else IfDuplicate.IS_OUT_ALREADY

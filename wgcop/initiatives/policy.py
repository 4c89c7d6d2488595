"""Who may change the registry; everybody may read it."""

from wgcop.accounts.models import Person


def can_edit_registry(person: Person) -> bool:
    return person.is_secretariat

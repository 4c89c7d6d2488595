"""Changing one's own account."""

from wgcop.accounts.actions.people import record_change
from wgcop.accounts.models import Person


def rename(person: Person, name: str) -> None:
    """Change the name to what the person wants to be called."""
    if name != person.name:
        person.name = name
        record_change(person, "person.renamed", by=person)

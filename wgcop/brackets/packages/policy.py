"""Permissions on packages."""

from collections.abc import Iterable

from wgcop.accounts.models import Capacity, Person
from wgcop.brackets.models import Bracket
from wgcop.brackets.packages.models import BracketPackage
from wgcop.brackets.policy import clauses_to_lead, owns


def can_link(
    person: Person,
    capacity: Capacity | None,
    brackets: Iterable[Bracket],
    clause_ids: Iterable[int],
) -> bool:
    """Return whether the person links these: who leads one of their clauses may, and who decides for
    a delegation that owns one of the brackets.
    """
    if any(owns(person, capacity, each) for each in brackets):
        return True
    return bool(clauses_to_lead(person, list(clause_ids)))


def can_dissolve(person: Person, capacity: Capacity | None, package: BracketPackage) -> bool:
    """Return whether the person dissolves the package: who may link its members may."""
    brackets = [each.bracket for each in package.members if each.bracket]
    return can_link(person, capacity, brackets, [each.clause_id for each in package.members])

"""Permissions on brackets."""

from collections.abc import Collection

from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.brackets.leading import clauses_led
from wgcop.brackets.models import Bracket
from wgcop.positions.policy import can_take_position, takes_positions
from wgcop.resolutions.models import Clause
from wgcop.threads.models import MEMBERS
from wgcop.threads.policy import can_set_standing


def can_read_brackets(audiences: frozenset[str]) -> bool:
    """Return whether these readers see brackets: all who read proposals do."""
    return MEMBERS in audiences


def can_own(delegation: Delegation) -> bool:
    """Return whether the delegation may own brackets: those may that take positions."""
    return takes_positions(delegation)


def can_lead(person: Person, clause: Clause) -> bool:
    """Return whether the person opens, rewords and lifts brackets of the clause for everybody: the
    chair and the secretariat do, and whoever leads a meeting that takes up the clause: a deputy in
    the chair, or a rapporteur.
    """
    return bool(clauses_to_lead(person, [clause.id]))


def clauses_to_lead(person: Person, clause_ids: Collection[int]) -> set[int]:
    """Return those of the clauses of which the person opens brackets for everybody."""
    return set(clause_ids) if can_set_standing(person) else clauses_led(person, clause_ids)


def can_put_brackets(person: Person, capacity: Capacity | None) -> bool:
    """Return whether the person puts brackets around words in the name of the delegation that they
    speak for: a head and the deputies do.
    """
    return can_take_position(person, capacity)


def owns(person: Person, capacity: Capacity | None, bracket: Bracket) -> bool:
    """Return whether the person decides about the bracket for a delegation that owns it."""
    return (
        capacity is not None
        and can_put_brackets(person, capacity)
        and bracket.is_owned_by(capacity.delegation)
    )

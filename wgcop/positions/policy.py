"""Permissions on positions."""

from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.accounts.regional import RegionalGroup
from wgcop.accounts.roles import DECIDING
from wgcop.bodies.groups import Group
from wgcop.threads.models import MEMBERS

TAKE_POSITIONS = DECIDING
"""The categories of delegations that take positions. All others comment only."""


def can_read_positions(audiences: frozenset[str]) -> bool:
    return MEMBERS in audiences


def takes_positions(delegation: Delegation | None) -> bool:
    return delegation is not None and delegation.category in TAKE_POSITIONS


def can_read_within(capacity: Capacity | None) -> bool:
    """Return whether a person in this capacity sees what its delegation keeps to itself: only those
    who speak for the delegation do, chair and secretariat included.
    """
    return delegation_read_within(capacity) is not None


def groups_read(capacity: Capacity | None) -> tuple[RegionalGroup, ...]:
    """Return the regional groups whose internal positions a person in this capacity sees."""
    return capacity.groups if capacity else ()


def can_take_position_of(person: Person, capacity: Capacity | None, group: RegionalGroup) -> bool:
    """Return whether the person may record positions of the regional group: its coordinators may,
    while they speak for one of its Member States.
    """
    return group in groups_read(capacity) and group in person.coordinates


def delegation_read_within(capacity: Capacity | None) -> Delegation | None:
    """Return the delegation whose own positions a person in this capacity sees, or None."""
    return capacity.delegation if capacity and takes_positions(capacity.delegation) else None


def can_read_notices(person: Person, group: Group, *, is_in_chair: bool) -> bool:
    """Return whether the person reads what delegations told those who preside over this group: its
    chair does, and a deputy while they are in the chair. Nobody else does, not even its secretariat.
    """
    return person.presides_over(group) or (is_in_chair and person.stands_in_for(group))


def can_take_position(person: Person, capacity: Capacity | None) -> bool:
    """Return whether the person may record positions of the delegation that they speak for: its
    heads and their deputies may.
    """
    return (
        capacity is not None
        and takes_positions(capacity.delegation)
        and person.records_positions_of(capacity.delegation)
    )

"""Reads who belongs to the regional groups, and who coordinates them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from wgcop.accounts.delegation_names import fold
from wgcop.accounts.models import Delegation, Membership, Person
from wgcop.accounts.regional import (
    REGIONAL_GROUPS,
    RegionalCoordinator,
    RegionalGroup,
    RegionalMembership,
)
from wgcop.database import db


@dataclass(frozen=True)
class GroupMembers:
    """A regional group with its Member States, its coordinators, and those who could be named."""

    group: RegionalGroup
    delegations: Sequence[Delegation]
    coordinators: Sequence[RegionalCoordinator]
    candidates: Sequence[Membership] = ()


def members_of_groups() -> dict[str, frozenset[int]]:
    """Return the ids of the Member States by the key of their group, in one SQL statement."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    rows = select(RegionalMembership.group_key, RegionalMembership.delegation_id)
    for key, delegation_id in db.session.execute(rows):
        found[key].add(delegation_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def all_groups() -> list[GroupMembers]:
    """Return all groups in three SQL statements, regardless of how many members they have."""
    delegations: defaultdict[str, list[Delegation]] = defaultdict(list)
    rows = db.session.execute(
        select(RegionalMembership.group_key, Delegation).join(RegionalMembership.delegation)
    )
    for key, delegation in rows:
        delegations[key].append(delegation)
    for members in delegations.values():
        members.sort(key=lambda each: each.place)
    coordinators = _coordinators()
    people = _people()
    return [
        GroupMembers(
            group,
            delegations[group.key],
            coordinators.get(group.key, ()),
            [each for each in people if group in each.groups and group not in each.coordinates],
        )
        for group in REGIONAL_GROUPS
    ]


def _coordinators() -> Mapping[str, Sequence[RegionalCoordinator]]:
    found: defaultdict[str, list[RegionalCoordinator]] = defaultdict(list)
    rows = db.session.scalars(
        select(RegionalCoordinator)
        .join(RegionalCoordinator.membership)
        .join(Membership.person)
        .where(Person.active)
        .options(
            contains_eager(RegionalCoordinator.membership).contains_eager(Membership.person),
            contains_eager(RegionalCoordinator.membership).joinedload(Membership.delegation),
        )
    )
    for each in sorted(rows, key=lambda each: fold(each.membership.person.name)):
        found[each.group_key].append(each)
    return found


def _people() -> list[Membership]:
    """Return the memberships of all who speak for a member of a group."""
    in_groups = select(RegionalMembership.delegation_id)
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.delegation_id.in_(in_groups), Person.active)
        .options(contains_eager(Membership.person), joinedload(Membership.delegation))
    )
    return sorted(rows, key=lambda m: (m.delegation.place, m.role, fold(m.person.name)))

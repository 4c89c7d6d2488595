"""Permissions to see and change data about people and delegations."""

from typing import Protocol

from wgcop.accounts.models import Delegation, DelegationRole, Invitation, Membership, Person
from wgcop.accounts.regional import RegionalGroup
from wgcop.accounts.roles import DECIDING


class PeopleReader(Protocol):
    """A person or a guest, with what the rules about people need."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def is_secretariat(self) -> bool: ...

    @property
    def is_officer(self) -> bool: ...

    @property
    def audiences(self) -> frozenset[str]: ...


def can_see_people(reader: PeopleReader) -> bool:
    return reader.is_authenticated


def can_see_person(reader: PeopleReader, person: Person) -> bool:
    return reader.is_authenticated and (person.active or reader.is_secretariat)


def can_see_email(reader: PeopleReader, person: Person) -> bool:
    """Return whether the reader may see the person's address: officers, the person, and members of
    the same delegation may.
    """
    shared = {person.topic} | {f"delegation:{delegation}" for delegation in person.delegation_ids}
    return reader.is_officer or not shared.isdisjoint(reader.audiences)


def can_administer_people(reader: PeopleReader) -> bool:
    """Return whether the reader may invite, appoint, deactivate, and edit delegations: only the
    secretariat may.
    """
    return reader.is_secretariat


def can_deactivate(reader: PeopleReader, person: Person) -> bool:
    return reader.is_secretariat and person.topic not in reader.audiences


def needs_second_factor(person: Person, rule: str) -> bool:
    """Return whether the person needs a second factor. `rule` is the setting SECOND_FACTOR:
    `officers`, `everybody`, or empty for nobody.
    """
    return rule == "everybody" or (rule == "officers" and person.is_officer)


def can_lead_delegation(person: Person, delegation: Delegation | None) -> bool:
    """Return whether the person may invite colleagues to the delegation, withdraw its invitations,
    and name deputies: its heads may. Other members only see who belongs to it.
    """
    return person.heads(delegation)


def can_name_coordinators(person: Person, group: RegionalGroup) -> bool:
    """Return whether the person may name coordinators of the group and end their task: the
    secretariat may, and the heads of delegation of its Member States.
    """
    return can_administer_people(person) or (
        person.is_authenticated
        and any(
            membership.role == DelegationRole.HEAD and group in membership.groups
            for membership in person.memberships
        )
    )


def can_withdraw_colleague(person: Person, invitation: Invitation) -> bool:
    """Return whether a head may withdraw the invitation: only one to be a member of the delegation,
    and nothing else.
    """
    return (
        can_lead_delegation(person, invitation.delegation)
        and invitation.delegation_role == DelegationRole.MEMBER
        and not invitation.offices
    )


def can_open_earlier(person: Person, membership: Membership) -> bool:
    """Return whether the person may let this member read earlier chapters of the delegation's
    discussions: its heads may, as far as they read these themselves. The secretariat may, since the
    heads may have left.
    """
    if membership.person_id == person.id:
        return False
    return chapter_to_open(person, membership) < membership.first_chapter


def chapter_to_open(person: Person, membership: Membership) -> int:
    """Return the first chapter that the person may open to this member."""
    if can_lead_delegation(person, membership.delegation):
        return person.first_chapter_of(membership.delegation)
    return 1 if can_administer_people(person) else membership.first_chapter


def has_deputies(delegation: Delegation) -> bool:
    """Return whether anything is recorded for the delegation that deputies could record."""
    return delegation.category in DECIDING

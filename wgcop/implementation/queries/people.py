"""Finds the addressee of a clause, the people to inform, and the delegations that a request
addresses.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop.accounts.models import Category, Delegation, GroupRole, Membership, Office, Person
from wgcop.bodies.models import Group
from wgcop.database import db
from wgcop.implementation.replies import Addressees
from wgcop.resolutions.headings import verb_and_addressee
from wgcop.resolutions.models import Clause


def whom_asked(clause: Clause) -> str:
    """Return the addressee of the clause, as the heading above it names them: `the Director of the
    Telecommunication Development Bureau`.
    """
    return verb_and_addressee(clause.wording.section.heading)[1]


def secretariat() -> Sequence[Person]:
    """Return the members of the working group's own secretariat."""
    return db.session.scalars(
        select(Person)
        .join(Person.offices)
        .join(Office.group)
        .where(Person.active, Office.role == GroupRole.SECRETARIAT, Group.parent_id.is_(None))
        .order_by(Person.id)
        .distinct()
    ).all()


def members_of(delegation_ids: Collection[int]) -> Sequence[Person]:
    """Return everybody with an active account in one of these delegations."""
    return db.session.scalars(
        select(Person)
        .join(Person.memberships)
        .where(Person.active, Membership.delegation_id.in_(delegation_ids))
        .options(selectinload(Person.memberships))
        .order_by(Person.id)
        .distinct()
    ).all()


def members_by_delegation(delegation_ids: Collection[int]) -> dict[int, list[Person]]:
    by_delegation: defaultdict[int, list[Person]] = defaultdict(list)
    for person in members_of(delegation_ids):
        for membership in person.memberships:
            by_delegation[membership.delegation_id].append(person)
    return by_delegation


def delegations_addressed(
    addressees: Addressees, chosen: Collection[int] = ()
) -> Sequence[Delegation]:
    """Return the delegations that a request addresses, from the list of delegations as it is now."""
    categories = {
        Addressees.MEMBER_STATES: (Category.MEMBER_STATE,),
        Addressees.SECTOR_MEMBERS: (Category.SECTOR_MEMBER,),
        Addressees.BOTH: (Category.MEMBER_STATE, Category.SECTOR_MEMBER),
    }
    which = (
        Delegation.id.in_(chosen)
        if addressees == Addressees.SELECTION
        else Delegation.category.in_(categories[addressees])
    )
    return db.session.scalars(select(Delegation).where(which).order_by(Delegation.name)).all()

"""Finds the drafters of a paper, and people who could join them."""

from sqlalchemy import select

from wgcop.accounts.models import Membership, Person
from wgcop.contributions.drafters import Drafter
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries.papers import PEOPLE
from wgcop.database import db


def drafted_by(contribution_id: int, person_id: int) -> tuple[Contribution, Person] | None:
    """Return the paper and the person, if the person is one of its drafters, otherwise None."""
    contribution = db.session.scalar(
        select(Contribution)
        .where(
            Contribution.id == contribution_id,
            Contribution.drafters.any(Drafter.person_id == person_id),
        )
        .options(*PEOPLE)
    )
    if contribution is None:
        return None
    return contribution, next(
        drafter.person for drafter in contribution.drafters if drafter.person_id == person_id
    )


def colleagues(contribution: Contribution, person: Person) -> list[Person]:
    """Return the members of the person's own delegations who do not draft this paper yet: the
    likeliest to be named next.
    """
    drafting = {drafter.person_id for drafter in contribution.drafters}
    people = db.session.scalars(
        select(Person)
        .where(
            Person.active,
            Person.memberships.any(Membership.delegation_id.in_(person.delegation_ids)),
            Person.id.not_in(drafting),
        )
        .order_by(Person.name)
    )
    return list(people)

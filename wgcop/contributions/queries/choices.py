"""Finds meetings and delegations to choose from."""

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from wgcop.accounts.models import Delegation, DelegationRole, Membership, Person
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db


def meetings_to_choose() -> Sequence[Meeting]:
    """Return all meetings with their groups, latest first."""
    return db.session.scalars(
        select(Meeting).options(joinedload(Meeting.group)).order_by(Meeting.starts_on.desc())
    ).all()


def open_meetings() -> list[Meeting]:
    """Return the meetings to which a paper can still be brought, the next one first."""
    return [m for m in reversed(meetings_to_choose()) if m.moment != Moment.PAST]


def delegations_to_ask() -> Sequence[Delegation]:
    """Return, by name, the delegations with an active head who could consent."""
    has_head = Delegation.memberships.any(
        and_(Membership.role == DelegationRole.HEAD, Membership.person.has(Person.active))
    )
    found = db.session.scalars(select(Delegation).where(has_head))
    return sorted(found, key=lambda each: each.place)

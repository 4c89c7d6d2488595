"""Queries for the entries to confirm, the people who are asked, and the entry and person of a link."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop import clock
from wgcop.accounts.models import Membership, Office, Person
from wgcop.database import db
from wgcop.initiatives.confirming.models import ConfirmationReminder, ReminderStage
from wgcop.initiatives.confirming.tokens import ConfirmationLink
from wgcop.initiatives.due import can_fall_due
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.queries import with_all


def to_be_asked_for(until: date) -> Sequence[Initiative]:
    """Return the entries due by `until` about which nobody was asked yet at this stage. Lock their
    rows; rows that another process has locked are left out.
    """
    overdue = Initiative.confirm_by < clock.now().date()
    return db.session.scalars(
        select(Initiative)
        .where(
            can_fall_due(),
            Initiative.confirm_by <= until,
            or_(
                and_(overdue, not_(_was_asked(ReminderStage.OVERDUE))),
                and_(not_(overdue), not_(_was_asked(ReminderStage.DUE))),
            ),
        )
        .options(joinedload(Initiative.delegation))
        .order_by(Initiative.confirm_by, Initiative.id)
        .with_for_update(of=Initiative, skip_locked=True)
    ).all()


def _was_asked(stage: ReminderStage) -> ColumnElement[bool]:
    return exists().where(
        ConfirmationReminder.initiative_id == Initiative.id,
        ConfirmationReminder.confirm_by == Initiative.confirm_by,
        ConfirmationReminder.stage == stage,
    )


def members_of(delegations: Collection[Any]) -> Sequence[Membership]:
    """Return the members of these delegations who have an active account."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Person.active, Membership.delegation_id.in_(delegations))
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
    ).all()


def entry_and_person(link: ConfirmationLink) -> tuple[Initiative | None, Person | None]:
    """Return the entry and the person of the link as they are now, each None if it is gone."""
    return (
        db.session.scalar(with_all().where(Initiative.id == link.initiative_id)),
        db.session.get(
            Person,
            link.person_id,
            options=[
                selectinload(Person.memberships),
                selectinload(Person.offices).joinedload(Office.group),
            ],
        ),
    )

"""Which entries are to be confirmed, who answers for them, and what a link in a letter is for."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop import clock
from wgcop.accounts.models import Membership, Office, Person
from wgcop.database import db
from wgcop.initiatives.confirming.conditions import can_fall_due
from wgcop.initiatives.confirming.models import ConfirmationReminder, ReminderStage
from wgcop.initiatives.confirming.tokens import ConfirmationLink
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.queries import with_all


def to_be_asked_for(until: date) -> Sequence[Initiative]:
    """Entries due by then for which nobody was asked yet at this stage. Their rows stay locked; those that another process has are left out."""
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
    """Of these delegations, those with an account."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Person.active, Membership.delegation_id.in_(delegations))
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
    ).all()


def entry_and_person(link: ConfirmationLink) -> tuple[Initiative | None, Person | None]:
    """As they are now."""
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

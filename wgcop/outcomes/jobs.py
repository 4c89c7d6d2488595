"""Reminds the owners of action points, and records the texts that were adopted by silence."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wgcop import clock
from wgcop.accounts.models import Membership, Person
from wgcop.agenda.models import AgendaItem
from wgcop.database import db, writing
from wgcop.outcomes.action_points import ActionPoint, ActionState, OwnerKind
from wgcop.outcomes.actions.silences import record_silence
from wgcop.outcomes.letters import write_reminder
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.outcomes.silence.queries import ids_that_are_over

AHEAD = timedelta(days=3)
"""The time between the reminder and the day on which an action point is due."""

log = structlog.get_logger(__name__)


def remind_owners() -> int:
    """Write one letter to each person for everything that is due soon, and return how many people
    got one. The letters and the note that they were written are committed together.
    """
    with writing():
        points = db.session.scalars(
            select(ActionPoint)
            .where(
                ActionPoint.state == ActionState.OPEN,
                ActionPoint.reminded_at.is_(None),
                ActionPoint.due_on <= clock.now().date() + AHEAD,
            )
            .options(
                joinedload(ActionPoint.item).joinedload(AgendaItem.meeting),
                joinedload(ActionPoint.person),
            )
            .order_by(ActionPoint.due_on, ActionPoint.id)
            # Rows that another process has locked are skipped, so that nobody gets two letters.
            .with_for_update(of=ActionPoint, skip_locked=True)
        ).all()
        theirs = _by_owner(points)
        for person, due in theirs.items():
            write_reminder(person, due)
        for point in points:
            point.reminded_at = clock.now()
        db.session.commit()
    return len(theirs)


def _by_owner(points: Sequence[ActionPoint]) -> dict[Person, list[ActionPoint]]:
    """Return the action points of each person to remind: their own and those of their delegations.
    Tasks of the secretariat and of the group bring no letters; pages list them.
    """
    delegations = {each.delegation_id for each in points if each.owner_kind == OwnerKind.DELEGATION}
    members = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Person.active, Membership.delegation_id.in_(delegations))
        .options(selectinload(Membership.person))
        .order_by(Membership.id)
    ).all()
    theirs: dict[Person, list[ActionPoint]] = {}
    for point in points:
        people = [
            member.person for member in members if member.delegation_id == point.delegation_id
        ]
        if point.owner_kind == OwnerKind.PERSON and point.person and point.person.active:
            people = [point.person]
        for person in people:
            theirs.setdefault(person, []).append(point)
    return theirs


def record_adopted() -> int:
    """Record all texts whose deadline has passed, and return how many were adopted. One that cannot
    be recorded is logged and tried again next time, and does not stop the others.
    """
    ids = ids_that_are_over()
    # Ends the reading transaction: each text is recorded in one of its own.
    db.session.rollback()
    done = 0
    for procedure_id in ids:
        try:
            with writing():
                procedure = db.session.get_one(SilenceProcedure, procedure_id)
                done += record_silence(procedure)
                db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("silence_not_recorded", silence=procedure_id)
    return done

"""Action points: giving somebody a task, changing, completing, dropping and reopening it, and
telling its owner.
"""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import clock
from wgcop.accounts.models import Membership, Person
from wgcop.agenda.actions.announcements import tell_outcome
from wgcop.agenda.actions.locks import lock, lock_item
from wgcop.agenda.models import AgendaItem
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.actions import open_topic, record
from wgcop.markup import has_visible
from wgcop.outcomes.action_points import (
    ActionChange,
    ActionEvent,
    ActionFacts,
    ActionPoint,
    ActionState,
    OwnerKind,
)
from wgcop.outcomes.letters import write_assigned


def add_action_point(item: AgendaItem, facts: ActionFacts, *, by: Person) -> ActionPoint:
    lock_item(item)
    point = ActionPoint(item=item)
    point.assign(_checked(facts))
    db.session.add(point)
    _keep(point, ActionEvent.ASSIGNED, by=by)
    _tell_owner(point, by=by)
    return point


def change_action_point(
    point: ActionPoint, facts: ActionFacts, *, version: int, by: Person
) -> ActionPoint:
    """Change the text, the owner or the date. A new owner is told, and a new date brings a new
    reminder. Raise Outdated if `version` is no longer the current one.
    """
    facts = _checked(facts)
    _lock(point)
    if version != point.version:
        raise Outdated(_("Somebody else changed this action point while you were writing."))
    if facts == point.facts:
        return point
    _require_open(point)
    owner, due_on = point.owner, point.due_on
    point.assign(facts)
    if due_on != facts.due_on:
        point.reminded_at = None
    _keep(point, ActionEvent.CHANGED, by=by)
    if owner != facts.owner:
        _tell_owner(point, by=by)
    return point


def complete_action_point(point: ActionPoint, remark: str, *, by: Person) -> None:
    _lock(point)
    _require_open(point)
    point.state = ActionState.DONE
    _keep(point, ActionEvent.DONE, remark.strip(), by=by)


def drop_action_point(point: ActionPoint, reason: str, *, by: Person) -> None:
    if not has_visible(reason):
        raise Invalid(_("Enter why this action point is dropped."))
    _lock(point)
    _require_open(point)
    point.state = ActionState.DROPPED
    _keep(point, ActionEvent.DROPPED, reason.strip(), by=by)


def reopen_action_point(point: ActionPoint, remark: str, *, by: Person) -> None:
    _lock(point)
    if point.is_open:
        raise Refused(_("This action point is open."))
    point.state = ActionState.OPEN
    point.reminded_at = None
    _keep(point, ActionEvent.REOPENED, remark.strip(), by=by)


def _checked(facts: ActionFacts) -> ActionFacts:
    if not has_visible(facts.text):
        raise Invalid(_("Enter what is to be done."))
    return ActionFacts(text=facts.text.strip(), owner=facts.owner, due_on=facts.due_on)


def _lock(point: ActionPoint) -> None:
    lock(point.item.meeting)
    db.session.refresh(point)


def _require_open(point: ActionPoint) -> None:
    if not point.is_open:
        raise Refused(_("This action point is no longer open. Reopen it first."))


def _keep(point: ActionPoint, event: ActionEvent, remark: str = "", *, by: Person) -> None:
    change = ActionChange(event=event, remark=remark, by=by, at=clock.now())
    change.assign(point.facts)
    point.events.append(change)
    if event != ActionEvent.ASSIGNED:
        point.version += 1
    db.session.flush()
    tell_outcome(point.item, f"action.{event}", "actions", by=by)


def _tell_owner(point: ActionPoint, *, by: Person) -> None:
    """Tell the new owners, except `by`: the person, or the members of the delegation. Tasks of the
    secretariat or of the group appear on the meeting's pages only.
    """
    people = [person for person in _owners(point) if person.id != by.id]
    for person in sorted(people, key=lambda person: person.topic):
        topic = open_topic(
            person.topic,
            title=person.name,
            address=f"/people/{person.id}",
            audience=person.topic,
        )
        record(topic, "action.owned", by=by, target_kind="action-point", target_id=point.id)
    write_assigned(point, people)


def _owners(point: ActionPoint) -> list[Person]:
    if point.owner_kind == OwnerKind.PERSON:
        return [point.person] if point.person and point.person.active else []
    if point.owner_kind == OwnerKind.DELEGATION:
        members = Person.memberships.any(Membership.delegation_id == point.delegation_id)
        return list(
            db.session.scalars(
                select(Person)
                .where(Person.active, members)
                .options(selectinload(Person.memberships))
                .order_by(Person.id)
            )
        )
    return []

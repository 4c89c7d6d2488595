"""Recording what the meeting decided, and opening, closing and taking up items."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.models import Moment
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.meetings.actions.announcements import tell, tell_agenda, tell_floor, tell_room
from wgcop.meetings.actions.locks import lock
from wgcop.meetings.models import (
    AgendaClause,
    AgendaDocument,
    AgendaItem,
    Decision,
    ItemCall,
    Outcome,
)
from wgcop.meetings.queries import items_of


def record_outcome(item: AgendaItem, outcome: Outcome, text: str, *, by: Person) -> Decision:
    """Closes the item. An earlier decision is kept behind the new one."""
    lock(item.meeting)
    db.session.refresh(item)
    standing = item.decision
    if standing and (standing.outcome, standing.text) == (outcome, text.strip()):
        return standing
    decision = Decision(outcome=outcome, text=text.strip(), recorded_by=by)
    item.decisions.append(decision)
    item.closed = True
    db.session.flush()
    tell(item.meeting, "agenda.decided", "agenda", by=by)
    return decision


def withdraw_outcome(item: AgendaItem, *, by: Person) -> None:
    """Recorded in error: it no longer stands, and the item is open again."""
    lock(item.meeting)
    db.session.refresh(item)
    if item.decision is None:
        raise Refused(_("This item has no outcome."))
    item.decision.withdrawn_at = clock.now()
    item.closed = False
    tell_agenda(item.meeting, by=by)


def close_item(item: AgendaItem, *, by: Person) -> None:
    lock(item.meeting)
    db.session.refresh(item)
    if not item.closed:
        item.closed = True
        tell_agenda(item.meeting, by=by)


def reopen_item(item: AgendaItem, *, by: Person) -> None:
    """If it was on the floor when it was closed, it is on the floor again."""
    lock(item.meeting)
    db.session.refresh(item)
    if item.closed:
        item.closed = False
        tell_agenda(item.meeting, by=by)


def take_up_item(item: AgendaItem, *, by: Person) -> None:
    """The item is on the floor now, wherever it stands. The one before it stays open and will come up again."""
    meeting = item.meeting
    if meeting.moment != Moment.NOW:
        raise Refused(_("Items can be taken up only while the meeting is on."))
    lock(meeting)
    items = items_of(meeting)
    if item.taken_up_at and not item.closed:
        return
    for each in items.values():
        each.taken_up_at = clock.now() if each.id == item.id else None
    item.calls.append(ItemCall())
    item.closed = False
    tell_agenda(meeting, by=by)


def put_on_floor(
    item: AgendaItem, matter: AgendaClause | AgendaDocument | None, *, by: Person
) -> None:
    """One of the item's clauses or documents, or the item as a whole. The item is taken up with it."""
    take_up_item(item, by=by)
    db.session.refresh(item, ["clause_links", "document_links"])
    links: list[AgendaClause | AgendaDocument] = [*item.clause_links, *item.document_links]
    if matter is not None and matter not in links:
        raise Refused(_("This is no longer part of the item. Look at the agenda again."))
    for link in links:
        link.taken_up_at = clock.now() if link is matter else None
    tell_floor(item.meeting, "floor.moved", "floor", by=by)
    tell_room(item.meeting, "floor.moved", "room-item", by=by)

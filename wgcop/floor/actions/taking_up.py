"""Opening, closing and taking up items, and putting parts of them on the floor."""

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell_agenda, tell_floor, tell_room
from wgcop.agenda.actions.documents import keep_wordings
from wgcop.agenda.actions.locks import lock, lock_item, require_standing
from wgcop.agenda.models import AgendaClause, AgendaDocument, AgendaItem, ItemCall, MatterCall
from wgcop.agenda.queries import items_of
from wgcop.agenda.sitting import Sitting, sitting_of
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.errors import Refused


def close_item(item: AgendaItem, *, by: Person) -> None:
    lock_item(item)
    if not item.closed:
        item.closed = True
        keep_wordings(item)
        tell_agenda(item.meeting, by=by)


def reopen_item(item: AgendaItem, *, by: Person) -> None:
    """Reopen a closed item. If it was on the floor when it was closed, it is on the floor again."""
    lock_item(item)
    if item.closed:
        item.closed = False
        tell_agenda(item.meeting, by=by)


def take_up_item(item: AgendaItem, *, by: Person) -> None:
    """Put an item on the floor at once, wherever it is on the agenda. The item before it stays open
    and comes up again. Raise Refused unless the meeting is in progress.
    """
    meeting = item.meeting
    if meeting.moment != Moment.NOW:
        raise Refused(_("Items can be taken up only while the meeting is on."))
    lock(meeting)
    require_floor(meeting)
    items = items_of(meeting)
    require_standing(item, items)
    if item.taken_up_at and not item.closed:
        return
    for each in items.values():
        each.taken_up_at = clock.now() if each.id == item.id else None
    item.calls.append(ItemCall())
    item.closed = False
    tell_agenda(meeting, by=by)


def require_floor(meeting: Meeting) -> None:
    """Raise Refused before the meeting is opened and after it is closed: nothing is on the floor
    then.
    """
    match sitting_of(meeting):
        case Sitting.NOT_OPENED:
            raise Refused(
                _(
                    "This meeting has not been opened yet. Its chair opens it in the room, or a "
                    "deputy who takes the chair."
                )
            )
        case Sitting.CLOSED:
            raise Refused(_("This meeting is closed. Nothing is on the floor."))


def put_on_floor(
    item: AgendaItem, matter: AgendaClause | AgendaDocument | None, *, by: Person
) -> None:
    """Put one of the item's clauses or documents on the floor, or, with None, the item as a whole.
    This takes up the item as well.
    """
    take_up_item(item, by=by)
    db.session.refresh(item, ["clause_links", "document_links"])
    links: list[AgendaClause | AgendaDocument] = [*item.clause_links, *item.document_links]
    if matter is not None and matter not in links:
        raise Refused(_("This is no longer part of the item. Look at the agenda again."))
    if matter is not None and not matter.taken_up_at:
        item.matter_calls.append(MatterCall.of(matter))
    for link in links:
        link.taken_up_at = clock.now() if link is matter else None
    tell_floor(item.meeting, "floor.moved", "floor", by=by)
    tell_room(item.meeting, "floor.moved", "room-item", by=by)

"""How the room follows the agenda: when another item comes on the floor, its timer starts and the
previous one stops.
"""

from datetime import timedelta

from sqlalchemy import select

from wgcop import clock
from wgcop.agenda.actions.announcements import follows_agendas
from wgcop.agenda.agendas import floor_now
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.sitting import MeetingRoom
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.floor.letters import write_next
from wgcop.floor.models import FloorRequest, ItemFloor, RequestState
from wgcop.floor.queries import current_break
from wgcop.floor.timers import Timer


@follows_agendas
def move_on(meeting: Meeting) -> bool:
    """Let the room follow the item on the floor, and return whether another one is there than
    before.
    """
    if meeting.moment != Moment.NOW:
        return False
    db.session.flush()
    floor = floor_now(meeting)
    current = floor.current
    room = settings_of(meeting)
    if room.item_id == current:
        return False
    if room.item_id is not None:
        leave(room.item_id)
    room.item_id = current
    if current is not None:
        arrive(meeting, current)
        if floor.next is not None:
            write_next(floor_of_item(floor.next))
    db.session.flush()
    return True


def settings_of(meeting: Meeting) -> MeetingRoom:
    room = db.session.scalar(
        select(MeetingRoom)
        .where(MeetingRoom.meeting_id == meeting.id)
        .execution_options(populate_existing=True)
    )
    if room is None:
        room = MeetingRoom(meeting_id=meeting.id)
        db.session.add(room)
    return room


def floor_of_item(item_id: int) -> ItemFloor:
    db.session.flush()
    kept = db.session.get(ItemFloor, item_id, populate_existing=True)
    if kept is None:
        planned = db.session.scalar(
            select(AgendaItem.planned_minutes).where(AgendaItem.id == item_id)
        )
        kept = ItemFloor(
            item_id=item_id,
            list_closed=False,
            timer=Timer(timedelta(minutes=planned) if planned else None),
        )
        db.session.add(kept)
        db.session.flush()
    return kept


def leave(item_id: int) -> None:
    """Stop the item's timer and end the interventions under way. Those who wait stay on the list
    until the item comes back.
    """
    kept = floor_of_item(item_id)
    kept.timer = kept.timer.paused(clock.now())
    speaking = select(FloorRequest).where(
        FloorRequest.item_id == item_id,
        FloorRequest.state.in_([RequestState.SPEAKING, RequestState.INTERRUPTED]),
    )
    for request in db.session.scalars(speaking):
        request.end()


def arrive(meeting: Meeting, item_id: int) -> None:
    kept = floor_of_item(item_id)
    started = kept.timer.started(clock.now())
    kept.timer = started.held_at(clock.now()) if current_break(meeting) else started

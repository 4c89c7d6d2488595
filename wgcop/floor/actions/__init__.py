"""The actions of the room: asking for the floor, giving and timing it, announcing, and the chair's
use of the gavel.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.agenda.actions.announcements import tell_floor, tell_outcome, tell_room
from wgcop.agenda.actions.locks import lock, lock_item
from wgcop.agenda.agendas import floor_now
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.agenda.queries import item_of
from wgcop.agenda.undoing.models import AgendaDeed
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.errors import Invalid, Refused
from wgcop.floor.actions.gavel import (
    adjourn,
    begin_break,
    close_meeting,
    give_back_chair,
    moment_of,
    next_session,
    open_meeting,
    resume,
    take_chair,
    while_on,
)
from wgcop.floor.actions.taking_up import close_item, require_floor, take_up_item
from wgcop.floor.actions.undoing import undoable
from wgcop.floor.models import FloorRequest, ItemFloor, RequestState, RoomAnnouncement
from wgcop.floor.moving_on import floor_of_item, settings_of
from wgcop.floor.queries import ItemSpeakers, announcement_in, current_break, room_of, speakers_of
from wgcop.floor.speakers import (
    FloorKind,
    ListClosed,
    NobodySpeaks,
    NotPossible,
    NotWaiting,
    Speaker,
    SpeakersList,
)
from wgcop.floor.timers import Timer, TimerChange
from wgcop.markup import has_visible
from wgcop.outcomes.actions.conclusions import record_outcome

__all__ = [
    "add_to_intervention",
    "add_to_item",
    "adjourn",
    "announce",
    "ask_for_floor",
    "begin_break",
    "close_list",
    "close_meeting",
    "conclude",
    "end_intervention",
    "give_back_chair",
    "give_back_floor",
    "give_floor",
    "go_on",
    "in_plain_words",
    "limit_interventions",
    "moment_of",
    "move_request",
    "next_session",
    "next_speaker",
    "open_meeting",
    "order_by_arrival",
    "pause_intervention_timer",
    "pause_item_timer",
    "reopen_list",
    "resume",
    "start_intervention_timer",
    "start_item_timer",
    "take_chair",
    "take_down_announcement",
    "take_up",
    "withdraw_request",
]

# The speakers' list


def ask_for_floor(
    item: AgendaItem,
    kind: FloorKind,
    *,
    capacity: Capacity | None = None,
    delegation: Delegation | None = None,
    by: Person,
) -> FloorRequest:
    """Put the person on the speakers' list in the capacity they speak in; without a capacity, put
    `delegation` on it, as the chair does.

    Asking twice has no further effect, because the first answer may have been lost.
    """
    while_on(item.meeting)
    # The list is read under the lock, so that two requests at once do not get the same place.
    lock_item(item)
    if item.closed:
        raise Refused(_("This item is closed."))
    kept, requests = floor_of_item(item.id), _requests_of(item)
    asked = FloorRequest(
        item=item,
        kind=kind,
        person=by if capacity else None,
        delegation=capacity.delegation if capacity else delegation,
        capacity=capacity.title if capacity else "",
        state=RequestState.WAITING,
        place=0,
        timer=Timer(),
    )
    for earlier in requests:
        if earlier.state == RequestState.WAITING and earlier.asks_the_same_as(asked):
            return earlier
    speakers = _speakers(kept, requests)
    with in_plain_words():
        speakers.ask(Speaker(0, asked.speaks_for, kind))
    db.session.add(asked)
    db.session.flush()
    _write(item, [*requests, asked], speakers.ask(asked.speaker), by=by)
    return asked


def withdraw_request(asked: FloorRequest, *, by: Person) -> None:
    _change(asked.item, lambda speakers: speakers.withdraw(asked.id), by=by)


def move_request(asked: FloorRequest, places: int, *, by: Person) -> None:
    """Move a request `places` down the list, or up if `places` is negative."""
    _change(asked.item, lambda speakers: speakers.move(asked.id, places), by=by)


def order_by_arrival(item: AgendaItem, *, by: Person) -> None:
    _change(item, SpeakersList.by_arrival, by=by)


def give_floor(asked: FloorRequest, *, by: Person) -> None:
    _goes_on(asked.item)
    _change(asked.item, lambda speakers: speakers.give(asked.id), by=by)


def next_speaker(item: AgendaItem, *, shown: int | None = None, by: Person) -> None:
    """End the intervention of the current speaker and give the floor to the next one.

    `shown` is the request that has the floor on the page, 0 for none. If another one has it
    already, nothing happens: a form that is sent twice skips nobody.
    """

    def go_on_from(speakers: SpeakersList) -> SpeakersList:
        has_floor = speakers.speaking.id if speakers.speaking else 0
        return speakers.next() if shown in (None, has_floor) else speakers

    _goes_on(item)
    _change(item, go_on_from, by=by)


def end_intervention(item: AgendaItem, *, shown: int | None = None, by: Person) -> None:
    """End the intervention. The floor returns to the speaker who was interrupted, or else to the
    chair. `shown` is used as in `next_speaker`.
    """

    def end(speakers: SpeakersList) -> SpeakersList:
        has_floor = speakers.speaking.id if speakers.speaking else 0
        return speakers.end() if shown in (None, has_floor) else speakers

    _change(item, end, by=by)


def give_back_floor(item: AgendaItem, *, shown: int | None = None, by: Person) -> None:
    """Give the floor back to the previous speaker, when the next one was called too early. `shown`
    is used as in `next_speaker`.
    """
    _goes_on(item)
    kept, speakers = floor_of_item(item.id), speakers_of(item)
    has_floor = speakers.speaking.id if speakers.speaking else 0
    if shown not in (None, has_floor):
        return
    if speakers.ended is None:
        raise Refused(_("Nobody has had the floor on this item yet."))
    with in_plain_words():
        after = _speakers(kept, list(speakers.requests)).back(speakers.ended.speaker)
    _write(item, list(speakers.requests), after, by=by)


def close_list(item: AgendaItem, *, by: Person) -> None:
    _change(item, SpeakersList.close, by=by)


def reopen_list(item: AgendaItem, *, by: Person) -> None:
    _change(item, SpeakersList.reopen, by=by)


def limit_interventions(meeting: Meeting, minutes: int | None, *, by: Person) -> None:
    """Limit interventions to this many minutes from now on; None removes the limit. The current
    speaker keeps the time they were given.
    """
    # `settings_of` may have to create the row of the room: under the lock it does so once.
    lock(meeting)
    settings_of(meeting).minutes_each = minutes
    tell_room(meeting, "room.limited", "room-speakers", by=by)


# Items


def go_on(meeting: Meeting, *, shown: int | None = None, by: Person) -> None:
    """Close the item on the floor and take up the next one.

    `shown` is the item that the page showed. If it is no longer on the floor, nothing happens, so
    that a form that is sent twice closes one item only.
    """
    while_on(meeting)
    # The floor is read under the lock: if two people close the item at once, the second closes
    # nothing.
    lock(meeting)
    require_floor(meeting)
    floor = floor_now(meeting)
    if shown is not None and shown != floor.current:
        return
    current = item_of(meeting, floor.current) if floor.current else None
    following = item_of(meeting, floor.next) if floor.next else None
    first = current or following
    if first is None:
        raise Refused(_("There is no other item on the agenda."))
    with undoable(AgendaDeed.CLOSED if current else AgendaDeed.TAKEN_UP, first, by=by):
        if current is not None:
            close_item(current, by=by)
        if following is not None:
            take_up_item(following, by=by)


def take_up(item: AgendaItem, *, by: Person) -> None:
    """Take up an item out of its turn, as a change that can be undone. The item before it stays
    open.
    """
    with undoable(AgendaDeed.TAKEN_UP, item, by=by):
        take_up_item(item, by=by)


def conclude(item: AgendaItem, outcome: Outcome, text: str, *, by: Person) -> None:
    """Record an outcome. The item on the floor stays open and stays there with it, so that
    everybody sees the decision, until the meeting moves on. An item that the meeting has left is
    closed, because nobody will move on from it.
    """
    meeting = item.meeting
    if meeting.moment == Moment.COMING:
        raise Refused(_("This meeting has not begun. An outcome can be recorded once it has."))
    with undoable(AgendaDeed.CONCLUDED, item, by=by):
        is_on_floor = room_of(meeting).item_id == item.id
        record_outcome(item, outcome, text, stays_open=is_on_floor, by=by)


# Timers


def start_item_timer(item: AgendaItem, *, by: Person) -> None:
    _change_item_timer(item, Timer.started, by=by)


def pause_item_timer(item: AgendaItem, *, by: Person) -> None:
    _change_item_timer(item, Timer.paused, by=by)


def add_to_item(item: AgendaItem, minutes: int, *, by: Person) -> None:
    more = timedelta(minutes=minutes)
    _change_item_timer(item, lambda timer, now: timer.with_more(more, now), by=by)


def start_intervention_timer(item: AgendaItem, *, by: Person) -> None:
    _change_intervention_timer(item, Timer.started, by=by)


def pause_intervention_timer(item: AgendaItem, *, by: Person) -> None:
    _change_intervention_timer(item, Timer.paused, by=by)


def add_to_intervention(item: AgendaItem, minutes: int, *, by: Person) -> None:
    more = timedelta(minutes=minutes)
    _change_intervention_timer(item, lambda timer, now: timer.with_more(more, now), by=by)


def _change_item_timer(item: AgendaItem, change: TimerChange, *, by: Person) -> None:
    _goes_on(item)
    kept = floor_of_item(item.id)
    kept.timer = change(kept.timer, clock.now())
    tell_room(item.meeting, "room.timed", "room-item-timer", by=by)


def _change_intervention_timer(item: AgendaItem, change: TimerChange, *, by: Person) -> None:
    _goes_on(item)
    speaking = ItemSpeakers(_requests_of(item)).speaking
    if speaking is None:
        raise Refused(_("Nobody has the floor."))
    speaking.timer = change(speaking.timer, clock.now())
    tell_room(item.meeting, "room.timed", "room-speakers", "room-times", by=by)


# Announcements


def announce(meeting: Meeting, text: str, *, by: Person) -> RoomAnnouncement | None:
    """Show an announcement on every page of those in the room, in place of the previous one. If it
    is shown already, that one is returned.
    """
    while_on(meeting)
    # The lock ensures that only one announcement stands at a time.
    lock(meeting)
    before = announcement_in(meeting)
    if before and before.text == text.strip():
        return before
    if not has_visible(text):
        raise Invalid(_("Enter the announcement."))
    if before:
        before.removed_at = clock.now()
    made = RoomAnnouncement(meeting_id=meeting.id, text=text.strip(), made_by=by)
    db.session.add(made)
    tell_floor(meeting, "room.announced", "room-notices", by=by)
    return made


def take_down_announcement(meeting: Meeting, *, by: Person) -> None:
    lock(meeting)
    before = announcement_in(meeting)
    if before:
        before.removed_at = clock.now()
        tell_floor(meeting, "room.announced", "room-notices", by=by)


# Reading and writing the list


def _change(item: AgendaItem, verb: Callable[[SpeakersList], SpeakersList], *, by: Person) -> None:
    # The list is read and written under one lock, so that two acts at once do not undo each other.
    lock_item(item)
    kept, requests = floor_of_item(item.id), _requests_of(item)
    before = _speakers(kept, requests)
    with in_plain_words():
        after = verb(before)
    if after != before:
        kept.list_closed = after.is_closed
        _write(item, requests, after, by=by)


def _requests_of(item: AgendaItem) -> list[FloorRequest]:
    """Return the item's requests that wait or have the floor. They are read again, since others may
    have changed them before the meeting was locked.
    """
    return list(
        db.session.scalars(
            select(FloorRequest)
            .where(
                FloorRequest.item_id == item.id,
                FloorRequest.state.not_in([RequestState.SPOKEN, RequestState.WITHDRAWN]),
            )
            .order_by(FloorRequest.id)
            .execution_options(populate_existing=True)
        )
    )


def _speakers(kept: ItemFloor, requests: list[FloorRequest]) -> SpeakersList:
    return ItemSpeakers(requests, kept.list_closed).speakers


def _write(
    item: AgendaItem, requests: list[FloorRequest], after: SpeakersList, *, by: Person
) -> None:
    """Store for each request its state and place on the new list, and announce the change."""
    places = {speaker.id: place for place, speaker in enumerate(after.waiting)}
    for asked in requests:
        if asked.id in places:
            asked.place = places[asked.id]
            if asked.state != RequestState.WAITING:
                asked.wait_again()
        elif after.speaking and asked.id == after.speaking.id:
            if asked.state != RequestState.SPEAKING:
                asked.take_floor(allowed=_allowed(item.meeting))
        elif after.interrupted and asked.id == after.interrupted.id:
            if asked.state != RequestState.INTERRUPTED:
                asked.interrupt()
        elif asked.state == RequestState.WAITING:
            asked.state = RequestState.WITHDRAWN
        elif asked.state != RequestState.SPOKEN:
            asked.end()
    tell_room(item.meeting, "room.listed", "room-speakers", "room-times", by=by)
    tell_outcome(item, "room.listed", "speakers", by=by)


def _allowed(meeting: Meeting) -> timedelta | None:
    minutes = settings_of(meeting).minutes_each
    return timedelta(minutes=minutes) if minutes else None


def _goes_on(item: AgendaItem) -> None:
    """Lock the meeting, and raise Refused if it is in a break or the item is not on the floor."""
    while_on(item.meeting)
    lock(item.meeting)
    if current_break(item.meeting):
        raise Refused(_("The meeting is in a break. Resume it first."))
    if room_of(item.meeting).item_id != item.id:
        raise Refused(_("This item is not on the floor."))


@contextmanager
def in_plain_words() -> Iterator[None]:
    try:
        yield
    except ListClosed as error:
        raise Refused(
            _("The speakers' list is closed. You can still raise a point of order or ask to reply.")
        ) from error
    except NotWaiting as error:
        raise Refused(_("They are no longer on the list.")) from error
    except NobodySpeaks as error:
        raise Refused(_("Nobody has the floor.")) from error
    except NotPossible as error:
        raise Refused(_("The list has just changed. Look at it again.")) from error

"""The gavel: opening, suspending, resuming, adjourning and closing a meeting, and taking its chair."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from wgcop import clock
from wgcop.accounts import stepping_down
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import tell, tell_floor, tell_room
from wgcop.agenda.actions.locks import lock
from wgcop.agenda.agendas import floor_now
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import item_of
from wgcop.agenda.sitting import (
    BreakKind,
    MeetingBreak,
    Presiding,
    Sitting,
    presiding_in,
    sitting_of,
)
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events.actions import Actor
from wgcop.floor.actions.taking_up import take_up_item
from wgcop.floor.confided import change_presiders
from wgcop.floor.models import FloorRequest, ItemFloor, WithTimer
from wgcop.floor.moving_on import settings_of
from wgcop.floor.queries import current_break
from wgcop.floor.timers import Timer, TimerChange


def open_meeting(meeting: Meeting, *, by: Person) -> None:
    """Open the meeting and take up its first item. Opening it again has no further effect."""
    while_on(meeting)
    # A second request waits here, and then finds the meeting opened.
    lock(meeting)
    if sitting_of(meeting) != Sitting.NOT_OPENED:
        return
    room = settings_of(meeting)
    room.opened_at, room.opened_by = clock.now(), by
    db.session.flush()
    first = floor_now(meeting).current
    if first is not None and (item := item_of(meeting, first)) is not None:
        take_up_item(item, by=by)
    _tell(meeting, "meeting.opened", by=by)


def begin_break(
    meeting: Meeting, until: datetime | None, *, shown: Sitting | None = None, by: Person
) -> None:
    """Suspend the meeting and stop its timers. A second call only changes the end of the break, if
    one is given. `shown` is the state of the sitting on the page, here and in the other acts of the
    gavel.
    """
    now = _sitting_as_shown(meeting, shown, Sitting.SUSPENDED)
    if now == Sitting.SUSPENDED:
        pause = current_break(meeting)
        assert pause is not None
        pause.until = until or pause.until
        _tell(meeting, "meeting.suspended", by=by)
        return
    _require(now, (Sitting.SITS,))
    _stop(meeting, BreakKind.SUSPENDED, until, by=by)


def resume(meeting: Meeting, *, shown: Sitting | None = None, by: Person) -> None:
    """Resume the meeting after a break, an adjournment or a closing that was too early. The timers
    that ran before run again.
    """
    now = _sitting_as_shown(meeting, shown, Sitting.SITS)
    pause = current_break(meeting)
    if pause is None or now == Sitting.NOT_OPENED:
        return
    pause.ended_at, pause.ended_by = clock.now(), by
    db.session.flush()
    _change_all_timers(meeting, Timer.released)
    _tell(meeting, "meeting.resumed", by=by)


def adjourn(meeting: Meeting, *, shown: Sitting | None = None, by: Person) -> None:
    """Adjourn the meeting to its next session, if there is one. A second call has no further
    effect.
    """
    now = _sitting_as_shown(meeting, shown, Sitting.ADJOURNED)
    if now == Sitting.ADJOURNED:
        return
    _require(now, (Sitting.SITS, Sitting.SUSPENDED))
    _stop(meeting, BreakKind.ADJOURNED, next_session(meeting), by=by)


def close_meeting(meeting: Meeting, *, shown: Sitting | None = None, by: Person) -> None:
    """Close the meeting: nothing is on the floor from then on, and nobody presides. A second call
    has no further effect.
    """
    now = _sitting_as_shown(meeting, shown, Sitting.CLOSED)
    if now == Sitting.CLOSED:
        return
    _require(now, (Sitting.SITS, Sitting.SUSPENDED, Sitting.ADJOURNED))
    if _leave_chair(meeting):
        change_presiders(meeting)
    _stop(meeting, BreakKind.CLOSED, None, by=by)


def take_chair(meeting: Meeting, *, as_capacity: str, shown: str | None = None, by: Person) -> None:
    """Take the chair from the person who presides now. `shown` is the id of the person who presided
    when the page was loaded, empty for nobody. Raise Refused if somebody else presides by then.
    """
    while_on(meeting)
    # If two deputies take the chair at once, the second is told about the first.
    lock(meeting)
    before = presiding_in(meeting)
    if before and before.person_id == by.id:
        return
    if before and shown not in (None, str(before.person_id)):
        raise Refused(
            _(
                "%(name)s has just taken the chair. Take it again if you should preside.",
                name=before.person.name,
            )
        )
    _leave_chair(meeting)
    db.session.add(Presiding(meeting_id=meeting.id, person=by, capacity=as_capacity))
    _tell_of_chair(meeting, by=by)


def give_back_chair(meeting: Meeting, *, by: Person) -> None:
    """Give back the chair. If somebody else has taken it since, nothing happens."""
    while_on(meeting)
    # Somebody else may be taking the chair at the same moment.
    lock(meeting)
    before = presiding_in(meeting)
    if before and before.person_id == by.id:
        before.ended_at = clock.now()
        _tell_of_chair(meeting, by=by)


@stepping_down.locks_held
def lock_presided(people: Collection[Person]) -> None:
    if presided := _presided_by(people):
        lock(*presided)


@stepping_down.gives_back
def lose_chair(person: Person, by: Actor | None) -> None:
    """End the terms in the chair of a person who lost their office or account, and tell the floor."""
    lost = [
        meeting
        for meeting in _presided_by([person])
        if not person.is_active or not person.office_to_preside(meeting.group)
    ]
    if lost:
        # Somebody else may be taking the chair at the same moment.
        lock(*lost)
    for meeting in lost:
        if _leave_chair(meeting, Presiding.person_id == person.id):
            _tell_of_chair(meeting, by=by)


def _presided_by(people: Collection[Person]) -> Sequence[Meeting]:
    presided = (
        select(Meeting)
        .join(Presiding, Presiding.meeting_id == Meeting.id)
        .where(
            Presiding.person_id.in_([person.id for person in people]), Presiding.ended_at.is_(None)
        )
        .order_by(Meeting.id)
    )
    return db.session.scalars(presided).all()


def moment_of(at: time, meeting: Meeting) -> datetime:
    """Return the next moment at which the clock of the meeting's place shows this time, today or
    tomorrow.

    In the night in which clocks are set back, they show some times twice.
    """
    now = clock.now()
    today: date = now.astimezone(meeting.time_zone).date()
    moments = (
        datetime.combine(today + timedelta(days=days), at, meeting.time_zone).replace(fold=fold)
        for days in (0, 1)
        for fold in (0, 1)
    )
    return next(moment for moment in moments if moment > now)


def next_session(meeting: Meeting) -> datetime | None:
    """Return the start of the next session, or None if no session is still to come."""
    return next(
        (session.start for session in meeting.sessions if session.start > clock.now()), None
    )


def while_on(meeting: Meeting) -> None:
    if meeting.moment != Moment.NOW:
        raise Refused(_("This can be done only while the meeting is on."))


def _sitting_as_shown(meeting: Meeting, shown: Sitting | None, wanted: Sitting) -> Sitting:
    """Lock the meeting and return the state of its sitting. Raise Refused if the page showed
    another state, unless the meeting is in the `wanted` state already.
    """
    while_on(meeting)
    lock(meeting)
    now = sitting_of(meeting)
    if shown not in (None, now) and now != wanted:
        raise Refused(
            _(
                "Somebody has just opened, suspended, resumed, adjourned or closed the meeting. Look at it again."
            )
        )
    return now


def _require(now: Sitting, wanted: Collection[Sitting]) -> None:
    if now in wanted:
        return
    match now:
        case Sitting.NOT_OPENED:
            raise Refused(_("This meeting has not been opened yet."))
        case Sitting.CLOSED:
            raise Refused(_("This meeting is closed."))
        case _:
            raise Refused(_("The meeting is in a break. Resume it first."))


def _stop(meeting: Meeting, kind: BreakKind, until: datetime | None, *, by: Person) -> None:
    """Stop the meeting: end a break that is on, or hold the timers, and begin the new break."""
    before, now = current_break(meeting), clock.now()
    if before:
        before.ended_at, before.ended_by = now, by
    else:
        _change_all_timers(meeting, Timer.held_at)
    db.session.add(
        MeetingBreak(meeting_id=meeting.id, kind=kind, until=until, began_at=now, began_by=by)
    )
    _tell(meeting, f"meeting.{kind.value}", by=by)


def _leave_chair(meeting: Meeting, *conditions: ColumnElement[bool]) -> bool:
    """End the term of everybody in the chair who meets the conditions, including people who lost
    their office while they were in it. Return whether a term ended.
    """
    in_chair = select(Presiding).where(
        Presiding.meeting_id == meeting.id, Presiding.ended_at.is_(None), *conditions
    )
    terms = db.session.scalars(in_chair).all()
    for term in terms:
        term.ended_at = clock.now()
    return bool(terms)


def _tell(meeting: Meeting, kind: str, *, by: Person) -> None:
    """Announce the change on every page: the head of the meeting, its agenda, the floor and the
    room.
    """
    db.session.flush()
    tell_floor(meeting, kind, "room-notices", by=by)
    tell(meeting, kind, "meeting", "agenda", by=by)
    tell_room(meeting, kind, "room-item-timer", "room-speakers", "room-times", by=by)


def _tell_of_chair(meeting: Meeting, *, by: Actor | None) -> None:
    db.session.flush()
    tell_floor(meeting, "meeting.chair-changed", "room-notices", by=by)
    change_presiders(meeting)


def _change_all_timers(meeting: Meeting, change: TimerChange) -> None:
    """Change all timers of items and interventions that are running or held by a break."""
    now = clock.now()
    timed: list[WithTimer] = [*_timed(ItemFloor, meeting), *_timed(FloorRequest, meeting)]
    for row in timed:
        row.timer = change(row.timer, now)


TimedRow = TypeVar("TimedRow", ItemFloor, FloorRequest)


def _timed(model: type[TimedRow], meeting: Meeting) -> Iterable[TimedRow]:
    return db.session.scalars(
        select(model)
        .join(AgendaItem, AgendaItem.id == model.item_id)
        .where(
            AgendaItem.meeting_id == meeting.id,
            or_(model.since.is_not(None), model.held),
        )
        .execution_options(populate_existing=True)
    )

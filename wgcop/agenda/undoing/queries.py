"""Queries for undoing: the last change that an editor made, and what others have done to the same
items since.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.undoing.models import ON_THE_FLOOR, AgendaChange, AgendaDeed
from wgcop.bodies.models import Meeting
from wgcop.database import db

OFFERED = timedelta(hours=12)
"""How long the page offers to undo a change."""


def last_change(meeting: Meeting, by: Person) -> AgendaChange | None:
    """Return the editor's last change that is not undone, or None. When it is undone, the one
    before it is next.
    """
    return db.session.scalar(
        select(AgendaChange)
        .where(
            AgendaChange.meeting_id == meeting.id,
            AgendaChange.by_id == by.id,
            AgendaChange.undone_at.is_(None),
            AgendaChange.at > clock.now() - OFFERED,
        )
        .order_by(AgendaChange.id.desc())
        .limit(1)
    )


def change_of(meeting: Meeting, change_id: int, by: Person) -> AgendaChange | None:
    return db.session.scalar(
        select(AgendaChange).where(
            AgendaChange.id == change_id,
            AgendaChange.meeting_id == meeting.id,
            AgendaChange.by_id == by.id,
        )
    )


def change_since(change: AgendaChange) -> AgendaChange | None:
    """Return the first later change that prevents undoing this one, or None: one of the same items
    and, for a move, a later move or removal.
    """
    later = db.session.scalars(
        select(AgendaChange)
        .where(
            AgendaChange.meeting_id == change.meeting_id,
            AgendaChange.id > change.id,
            AgendaChange.undone_at.is_(None),
        )
        .options(joinedload(AgendaChange.by))
        .order_by(AgendaChange.id)
    )
    return next((each for each in later if _stands_in_the_way(each, change)), None)


def _stands_in_the_way(later: AgendaChange, change: AgendaChange) -> bool:
    if not set(later.items) & set(change.items):
        return False
    match change.deed:
        case AgendaDeed.MOVED:
            return later.deed in (AgendaDeed.MOVED, AgendaDeed.REMOVED)
        case AgendaDeed.CHANGED:
            fields = later.before.keys() & change.before.keys()
            return later.deed == AgendaDeed.REMOVED or (
                later.deed == AgendaDeed.CHANGED and bool(fields)
            )
        case deed if deed in ON_THE_FLOOR:
            return later.deed in (*ON_THE_FLOOR, AgendaDeed.REMOVED)
        case _:
            return True


def last_editor(item: AgendaItem) -> str:
    """Return the name of the person who changed the words of the item last, or an empty string."""
    changes = db.session.scalars(
        select(AgendaChange)
        .where(
            AgendaChange.meeting_id == item.meeting_id,
            AgendaChange.deed == AgendaDeed.CHANGED,
            AgendaChange.undone_at.is_(None),
        )
        .options(joinedload(AgendaChange.by))
        .order_by(AgendaChange.id.desc())
    )
    return next((change.by.name for change in changes if item.id in change.items), "")

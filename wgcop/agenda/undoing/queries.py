"""Queries for undoing: the last change that an editor made, and what others have done to the same
items since.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.undoing.models import ON_THE_FLOOR, AgendaDeed, AgendaEdit
from wgcop.bodies.models import Meeting
from wgcop.database import db

OFFERED = timedelta(hours=12)
"""How long the page offers to undo a change."""


def last_change(meeting: Meeting, by: Person) -> AgendaEdit | None:
    """Return the editor's last change that is not undone, or None. When it is undone, the one
    before it is next.
    """
    return db.session.scalar(
        select(AgendaEdit)
        .where(
            AgendaEdit.meeting_id == meeting.id,
            AgendaEdit.by_id == by.id,
            AgendaEdit.undone_at.is_(None),
            AgendaEdit.at > clock.now() - OFFERED,
        )
        .order_by(AgendaEdit.id.desc())
        .limit(1)
    )


def change_of(meeting: Meeting, change_id: int, by: Person) -> AgendaEdit | None:
    return db.session.scalar(
        select(AgendaEdit).where(
            AgendaEdit.id == change_id,
            AgendaEdit.meeting_id == meeting.id,
            AgendaEdit.by_id == by.id,
        )
    )


def change_since(change: AgendaEdit) -> AgendaEdit | None:
    """Return the first later change that prevents undoing this one, or None: one of the same items
    and, for a move, a later move or removal.
    """
    later = db.session.scalars(
        select(AgendaEdit)
        .where(
            AgendaEdit.meeting_id == change.meeting_id,
            AgendaEdit.id > change.id,
            AgendaEdit.undone_at.is_(None),
        )
        .options(joinedload(AgendaEdit.by))
        .order_by(AgendaEdit.id)
    )
    return next((each for each in later if _stands_in_the_way(each, change)), None)


def _stands_in_the_way(later: AgendaEdit, change: AgendaEdit) -> bool:
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
        select(AgendaEdit)
        .where(
            AgendaEdit.meeting_id == item.meeting_id,
            AgendaEdit.deed == AgendaDeed.CHANGED,
            AgendaEdit.undone_at.is_(None),
        )
        .options(joinedload(AgendaEdit.by))
        .order_by(AgendaEdit.id.desc())
    )
    return next((change.by.name for change in changes if item.id in change.items), "")

"""Only one person at a time changes a meeting or its agenda."""

from collections.abc import Mapping
from typing import NoReturn

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.meetings.models import AgendaItem


def lock(meeting: Meeting) -> None:
    """Until the commit nobody else changes this meeting or its agenda. Papers for it may begin meanwhile."""
    db.session.flush()
    row = select(Meeting.id).where(Meeting.id == meeting.id)
    db.session.execute(row.with_for_update(key_share=True))


def lock_item(item: AgendaItem) -> None:
    """Locks its meeting and reads the item again: since it was looked up, it may have been changed or removed."""
    lock(item.meeting)
    if db.session.get(AgendaItem, item.id, populate_existing=True) is None:
        refuse_removed()


def require_standing(item: AgendaItem, items: Mapping[int, AgendaItem]) -> None:
    """Of the `items` that were read under the lock."""
    if item.id not in items:
        refuse_removed()


def refuse_removed() -> NoReturn:
    raise Refused(_("Somebody has just removed this item from the agenda."))

"""The lock of a meeting: only one transaction at a time changes it or its agenda.

`contributions.locks` says in which order it is taken with others.
"""

from collections.abc import Mapping
from typing import NoReturn

from flask_babel import gettext as _
from sqlalchemy import select

from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Refused


def lock(*meetings: Meeting) -> None:
    """Lock the meetings and their agendas against other changes until the commit. New papers for
    them can still be begun.

    Lock two meetings together if you need both: their rows are locked in the order of their ids.
    """
    db.session.flush()
    ids = [meeting.id for meeting in meetings]
    rows = select(Meeting.id).where(Meeting.id.in_(ids)).order_by(Meeting.id)
    # FOR NO KEY UPDATE: the foreign keys of new papers may still refer to a locked meeting.
    db.session.execute(rows.with_for_update(key_share=True)).all()


def lock_item(item: AgendaItem) -> None:
    """Lock the item's meeting and read the item again, as it may have changed since it was looked
    up. Raise Refused if it was removed.
    """
    lock(item.meeting)
    read_again(item)


def read_again(item: AgendaItem) -> None:
    """Read the item again under the lock of its meeting. Raise Refused if it was removed."""
    if db.session.get(AgendaItem, item.id, populate_existing=True) is None:
        refuse_removed()


def require_standing(item: AgendaItem, items: Mapping[int, AgendaItem]) -> None:
    """Raise Refused if the item is not among the `items`, which the caller has read under the lock."""
    if item.id not in items:
        refuse_removed()


def refuse_removed() -> NoReturn:
    raise Refused(_("Somebody has just removed this item from the agenda."))

"""Only one person at a time changes a meeting or its agenda."""

from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.errors import Refused


class OutdatedMeeting(Refused):
    """Somebody else changed the meeting or the item first. The form comes back with what was typed."""


def lock(meeting: Meeting) -> None:
    """Until the commit nobody else changes this meeting or its agenda."""
    db.session.flush()
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())

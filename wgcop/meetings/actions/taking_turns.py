"""Nobody rearranges a meeting that somebody else is rearranging."""

from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.db import db
from wgcop.errors import Refused


class OutdatedMeeting(Refused):
    """Somebody else changed it first; the form comes back with what was typed."""


def lock(meeting: Meeting) -> None:
    """Until the commit nobody else rearranges this meeting."""
    db.session.flush()
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())

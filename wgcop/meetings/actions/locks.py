"""Only one person at a time changes a meeting or its agenda."""

from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.db import db


def lock(meeting: Meeting) -> None:
    """Until the commit nobody else changes this meeting or its agenda. Papers for it may begin meanwhile."""
    db.session.flush()
    row = select(Meeting.id).where(Meeting.id == meeting.id)
    db.session.execute(row.with_for_update(key_share=True))

"""A change to an agenda: who did what to which items, and their former state."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.database import WORDS, Base


class AgendaDeed(enum.StrEnum):
    ADDED = "added"
    COPIED = "copied"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"
    CLOSED = "closed"
    TAKEN_UP = "taken-up"
    CONCLUDED = "concluded"


ON_THE_FLOOR = (AgendaDeed.CLOSED, AgendaDeed.TAKEN_UP, AgendaDeed.CONCLUDED)
"""The acts of the chair in the room. They change no text."""


class AgendaEdit(Base):
    """A change to an agenda by one editor. `before` and `after` contain what undoing needs; the
    modules `undoing` of `wgcop.agenda.actions` and, for the floor, of `wgcop.floor.actions`
    describe their shape.

    `items` are the ids of the items concerned. They are not foreign keys, since an item may have
    been deleted.
    """

    __tablename__ = "agenda_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    deed: Mapped[AgendaDeed]
    title: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    """The title of the item, as the editor saw it."""
    items: Mapped[list[int]] = mapped_column(JSON)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=WORDS)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=WORDS)
    undone_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    by: Mapped[Person] = relationship()

"""A record of each request to confirm an entry, so that nobody is asked twice."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wgcop import clock
from wgcop.database import Base


class ReminderStage(enum.StrEnum):
    DUE = "due"
    OVERDUE = "overdue"


class ConfirmationReminder(Base):
    """A request to confirm an entry, one for each due date and stage.

    It has its own table, so that a letter does not change the version of an entry that somebody may
    be editing.
    """

    __tablename__ = "initiative_reminder"

    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True
    )
    confirm_by: Mapped[date] = mapped_column(primary_key=True)
    stage: Mapped[ReminderStage] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

"""The report of a meeting, which is a paper, and the text that was composed into it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import WORDS, Base


class MeetingReport(Base):
    """The report of a meeting. `composed` is the text as it was last composed, to detect later
    edits.
    """

    __tablename__ = "meeting_report"

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), unique=True
    )
    composed: Mapped[paper.Node] = mapped_column(JSON, deferred=True, info=WORDS)
    composed_at: Mapped[datetime] = mapped_column(default=clock.now)
    composed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    meeting: Mapped[Meeting] = relationship()
    contribution: Mapped[Contribution] = relationship()
    composed_by: Mapped[Person] = relationship()

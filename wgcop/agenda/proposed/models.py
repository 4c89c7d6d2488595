"""An item or a document that a delegation proposes for the agenda of a meeting."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import WORDS, Base


class ProposedState(enum.StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ProposedItem(Base):
    """A proposal for an agenda. With `contribution`, it proposes that document: under the item
    `under`, or as an item of its own.

    Once it is accepted, `item` is the item that it became, or under which the document is listed.
    """

    __tablename__ = "agenda_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    title: Mapped[str] = mapped_column(String(300), default="", info=WORDS)
    planned_minutes: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The reason why the meeting should take it up."""
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), index=True
    )
    under_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[ProposedState] = mapped_column(default=ProposedState.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The reason why it was declined."""
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answered_at: Mapped[datetime | None]
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )

    meeting: Mapped[Meeting] = relationship()
    delegation: Mapped[Delegation] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)
    contribution: Mapped[Contribution | None] = relationship()
    under: Mapped[AgendaItem | None] = relationship(foreign_keys=under_id)
    item: Mapped[AgendaItem | None] = relationship(foreign_keys=item_id)

    @property
    def waits(self) -> bool:
        return self.state == ProposedState.WAITING

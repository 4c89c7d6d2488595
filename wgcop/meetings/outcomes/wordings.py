"""At which item of an agenda the words of a clause were agreed."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.db import Base
from wgcop.meetings.models import AgendaItem
from wgcop.threads.chairing.standings import ClauseStanding


class AgreedWording(Base):
    """Words, standing, and who set it and when are the clause's own; this says where."""

    __tablename__ = "agreed_wording"

    standing_id: Mapped[int] = mapped_column(
        ForeignKey("clause_standing.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )

    item: Mapped[AgendaItem] = relationship()
    standing: Mapped[ClauseStanding] = relationship()

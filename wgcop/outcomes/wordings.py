"""The agenda item at which the wording of a clause was agreed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem
from wgcop.database import WORDS, Base
from wgcop.threads.chairing.standings import ClauseStanding


class AgreedWording(Base):
    """The agreement on a wording at an item. Wording and standing, with person and time, are the
    clause's own; this row says at which item, and whether the agreement was withdrawn.
    """

    __tablename__ = "agreed_wording"

    standing_id: Mapped[int] = mapped_column(
        ForeignKey("clause_standing.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True
    )

    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    why_withdrawn: Mapped[str] = mapped_column(Text, default="", server_default="", info=WORDS)

    item: Mapped[AgendaItem] = relationship()
    standing: Mapped[ClauseStanding] = relationship()
    withdrawn_by: Mapped[Person | None] = relationship()


@dataclass(frozen=True)
class ItemWording:
    """A wording that was agreed at an item, with the current standing of the clause."""

    agreed: AgreedWording
    now: ClauseStanding

    @property
    def standing(self) -> ClauseStanding:
        """The standing of the clause as it was agreed."""
        return self.agreed.standing

    @property
    def is_withdrawn(self) -> bool:
        return self.agreed.withdrawn_at is not None

    @property
    def stands(self) -> bool:
        """Whether the wording is still in force: it was not withdrawn, and since then nobody has
        reopened the clause or agreed to another wording, and no edition has other words.
        """
        return (
            not self.is_withdrawn
            and self.now.in_force.agrees_to_words
            and self.now.agreed_words == self.standing.agreed_words
            and self.now.suppresses == self.standing.suppresses
        )

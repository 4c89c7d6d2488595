"""The progress of the negotiation of a clause. Each change is a row, with who made it and when."""

import enum
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.resolutions.models import Clause, Wording


class Standing(enum.StrEnum):
    OPEN = "open"
    IN_SMALL_GROUP = "in-small-group"
    AD_REFERENDUM = "agreed-ad-referendum"
    AGREED = "agreed"
    AGREED_IN_GROUP = "agreed-in-group"
    """The standing of a wording that a subordinate group has agreed, but the group above it has not
    yet.
    """
    PARKED = "parked"

    @property
    def agrees_to_words(self) -> bool:
        return self in (Standing.AGREED, Standing.AGREED_IN_GROUP, Standing.AD_REFERENDUM)

    @property
    def is_still_open(self) -> bool:
        """Whether the clause comes up again: all but agreed ones do. A parked clause waits, another
        waits for a capital or for the group above.
        """
        return self != Standing.AGREED


STANDING_NAMES = {
    Standing.OPEN: lazy_pgettext("a clause", "Open"),
    Standing.IN_SMALL_GROUP: _l("In small group"),
    Standing.AD_REFERENDUM: _l("Agreed ad referendum"),
    Standing.AGREED: lazy_pgettext("a clause", "Agreed"),
    Standing.AGREED_IN_GROUP: _l("Agreed in a group only"),
    Standing.PARKED: _l("Parked"),
}


def standing_name(standing: Standing) -> str:
    return str(STANDING_NAMES[standing])


class ClauseStanding(Base):
    """A standing that the chair gave a clause. The last row of a clause counts.

    A clause without a row is open, and so is one whose wording changed after it was agreed.
    """

    __tablename__ = "clause_standing"

    id: Mapped[int] = mapped_column(primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clause.id", ondelete="CASCADE"), index=True)
    standing: Mapped[Standing]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    wording_id: Mapped[int | None] = mapped_column(
        ForeignKey("wording.id", ondelete="SET NULL"), index=True
    )

    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """The agreed wording; empty if it is that of the edition, unchanged."""

    clause: Mapped[Clause] = relationship()
    wording: Mapped[Wording | None] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def agreed_words(self) -> str:
        """The agreed wording in full, as an edition would print them."""
        return self.words or (self.wording.text if self.wording else "")

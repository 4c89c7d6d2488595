"""The progress of the negotiation of a clause. Each change is a row, with who made it and when."""

import enum
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, String, Text, false
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


SUPPRESSION_NAMES = {
    Standing.AD_REFERENDUM: _l("Suppression agreed ad referendum"),
    Standing.AGREED: _l("Suppression agreed"),
    Standing.AGREED_IN_GROUP: _l("Suppression agreed in a group only"),
}


def standing_name(standing: Standing, suppresses: bool = False) -> str:
    """Return the name of a standing. `suppresses` says that what is agreed is no wording, but that the
    clause is suppressed.
    """
    return str(SUPPRESSION_NAMES[standing] if suppresses else STANDING_NAMES[standing])


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

    suppresses: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it is agreed that the clause is suppressed. It has no words then."""

    suppressed_with_id: Mapped[int | None] = mapped_column(
        ForeignKey("clause_standing.id", ondelete="SET NULL"), index=True
    )
    """The standing of the clause above with which this one is suppressed; None if it is suppressed for
    itself, or not at all.
    """

    again_id: Mapped[int | None] = mapped_column(
        ForeignKey("clause_standing.id", ondelete="SET NULL"), index=True
    )
    """The standing that this one gives back, once what came after it was undone; None otherwise."""

    clause: Mapped[Clause] = relationship()
    wording: Mapped[Wording | None] = relationship()
    person: Mapped[Person] = relationship()
    suppressed_with: Mapped["ClauseStanding | None"] = relationship(
        remote_side=id, foreign_keys=suppressed_with_id
    )
    again: Mapped["ClauseStanding | None"] = relationship(remote_side=id, foreign_keys=again_id)

    @property
    def first(self) -> "ClauseStanding":
        """The row that says who gave the clause this standing, and when: another one if it stands again."""
        return self.again or self

    @property
    def name(self) -> str:
        return standing_name(self.standing, self.suppresses)

    @property
    def agreed_words(self) -> str:
        """The agreed wording in full, as an edition would print them; empty if the clause is suppressed."""
        if self.suppresses:
            return ""
        return self.words or (self.wording.text if self.wording else "")

    @property
    def is_of_earlier_wording(self) -> bool:
        """Whether an earlier wording was agreed, and a new edition has changed it since."""
        return (
            self.standing.agrees_to_words
            and self.wording is not None
            and self.wording.id != self.clause.wording.id
            and self.agreed_words != self.clause.wording.text
        )

    @property
    def in_force(self) -> Standing:
        """What the standing is worth today: open again if an agreed wording has changed since."""
        return Standing.OPEN if self.is_of_earlier_wording else self.standing

    @property
    def said(self) -> str:
        """What is agreed: the wording in full, or that the clause is suppressed."""
        return _("The clause is suppressed") if self.suppresses else self.agreed_words

"""That an edition was adopted from the clean text of the one before it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import Base
from wgcop.resolutions.models import Edition


class EditionAdoption(Base):
    """Who adopted the clean text of the `last` edition as the next one. An edition is followed by one
    at most.
    """

    __tablename__ = "edition_adoption"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    last_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    edition: Mapped[Edition] = relationship(foreign_keys=edition_id)
    last: Mapped[Edition] = relationship(foreign_keys=last_id)
    person: Mapped[Person] = relationship()

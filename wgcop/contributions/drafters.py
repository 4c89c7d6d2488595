"""Those who write a paper: whoever began it, and whom they named."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.db import Base
from wgcop.search.records import Searchable

if TYPE_CHECKING:
    from wgcop.contributions.models import Contribution


class Drafter(Searchable, Base):
    """Nobody else sees a draft, edits or submits it, whatever their delegation or office."""

    __tablename__ = "contribution_drafter"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    named_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    named_at: Mapped[datetime] = mapped_column(default=clock.now)

    contribution: Mapped["Contribution"] = relationship(back_populates="drafters")
    person: Mapped[Person] = relationship(foreign_keys=person_id)

    @property
    def audience(self) -> str:
        return f"person:{self.person_id}"

    def stale_records(self, session: Session) -> Iterable[str]:
        return [f"contribution:{self.contribution_id}"]

"""The record of a merge, with what is needed to undo it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.initiatives.models import Initiative


class InitiativeMerge(Base):
    """The merge of one entry into another. `before` holds the entry that stays as it was, `carried`
    what each carrier moved.

    The versions are those after the merge. It can be undone while both entries still have them.
    """

    __tablename__ = "initiative_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    merged_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    staying_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, info=WORDS)
    carried: Mapped[dict[str, Any]] = mapped_column(JSON, info=WORDS)
    merged_version: Mapped[int]
    staying_version: Mapped[int]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    undone_at: Mapped[datetime | None]

    merged: Mapped[Initiative] = relationship(foreign_keys=[merged_id])
    staying: Mapped[Initiative] = relationship(foreign_keys=[staying_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    @property
    def can_be_undone(self) -> bool:
        """Return whether the merge can be undone: it was not undone yet, and neither entry has
        changed since.
        """
        return (
            self.undone_at is None
            and self.merged.version == self.merged_version
            and self.staying.version == self.staying_version
        )

"""Delegations that support a comment, once each, in the wording that it had at that time."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock
from wgcop.accounts.models import Delegation
from wgcop.database import Base
from wgcop.threads.models import Comment


class Support(Base):
    __tablename__ = "comment_support"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True
    )
    delegation_id: Mapped[int] = mapped_column(
        ForeignKey("delegation.id"), primary_key=True, index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    wording: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    comment: Mapped[Comment] = relationship(back_populates="supports")
    delegation: Mapped[Delegation] = relationship()

    @property
    def is_current(self) -> bool:
        """Whether the delegation supports the current wording, and not only an earlier one."""
        return self.wording == self.comment.wording

"""The words of a clause that a comment quotes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.accounts.models import Person
from wgcop.db import Base
from wgcop.resolutions.models import Clause
from wgcop.resolutions.typeset import plain
from wgcop.threads.comments import anchor
from wgcop.threads.comments.anchor import Anchor, QuotePlace
from wgcop.threads.models import Comment


class Quote(Base):
    """`said` is the original quote and never changes. The anchor moves when somebody attaches the quote again."""

    __tablename__ = "comment_quote"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True
    )
    said: Mapped[str] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(Text, default="")
    suffix: Mapped[str] = mapped_column(Text, default="")
    attached_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    attached_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(back_populates="quote")
    attached_by: Mapped[Person | None] = relationship()

    @classmethod
    def of(cls, anchor: Anchor) -> "Quote":
        return cls(
            said=anchor.exact, exact=anchor.exact, prefix=anchor.prefix, suffix=anchor.suffix
        )

    @property
    def place(self) -> QuotePlace | None:
        """The place of the words in the present wording of the clause, or None for an orphaned quote."""
        clause = self.comment.thread.clause
        if clause is None:
            return None
        return anchor.find(words_of(clause), Anchor(self.exact, self.prefix, self.suffix))

    def attach(self, anchor: Anchor) -> None:
        self.exact, self.prefix, self.suffix = anchor.exact, anchor.prefix, anchor.suffix


def words_of(clause: Clause) -> str:
    """The latest wording of the clause as readers see it. Places are positions in this text."""
    return plain(clause.wording.text)

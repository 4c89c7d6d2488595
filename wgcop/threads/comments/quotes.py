"""The words of a clause that a comment speaks about."""

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
    """`said` is what was quoted first and stays; the anchor moves when somebody attaches it again."""

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
    def of(cls, found: Anchor) -> "Quote":
        return cls(said=found.exact, exact=found.exact, prefix=found.prefix, suffix=found.suffix)

    @property
    def place(self) -> QuotePlace | None:
        """Where the words stand in the clause as it is worded now; None makes the quote an orphan."""
        clause = self.comment.thread.clause
        if clause is None:
            return None
        return anchor.find(words_of(clause), Anchor(self.exact, self.prefix, self.suffix))

    def attach(self, found: Anchor) -> None:
        self.exact, self.prefix, self.suffix = found.exact, found.prefix, found.suffix


def words_of(clause: Clause) -> str:
    """The clause's latest wording as its reader sees it, to which places refer."""
    return plain(clause.wording.text)

"""The passage of a clause or a paper that a comment quotes."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop.accounts.models import Person
from wgcop.database import WORDS, Base
from wgcop.paper.anchor import Anchor, BlockPlace
from wgcop.threads.models import Comment
from wgcop.threads.subjects import passages_of


class Quote(Base):
    """The quote of a comment. `said` is the text that was quoted at first, which never changes; the
    anchor moves when somebody attaches the quote again.

    In a paper, `block` is the id of the paragraph with the quoted words, and `revision` the number
    of the wording that was quoted. Of a clause, `block` is the language of the translation that was
    quoted, or empty for the text itself. `language` is that of the words, if it is known.
    """

    __tablename__ = "comment_quote"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True
    )
    said: Mapped[str] = mapped_column(Text, info=WORDS)
    exact: Mapped[str] = mapped_column(Text, info=WORDS)
    prefix: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    suffix: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    block: Mapped[str] = mapped_column(String(40), default="")
    revision: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(8), default="", server_default="")
    attached_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    attached_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(back_populates="quote")
    attached_by: Mapped[Person | None] = relationship()

    @classmethod
    def of(cls, anchor: Anchor, block: str = "", revision: int = 0, language: str = "") -> "Quote":
        return cls(
            said=anchor.exact,
            exact=anchor.exact,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            block=block,
            revision=revision,
            language=language,
        )

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.exact, self.prefix, self.suffix)

    @property
    def place(self) -> BlockPlace | None:
        """The place of the words in the current wording of the clause or paper, or None for an
        orphaned quote.
        """
        return passages_of(self.comment.thread).place_of(self.comment_id, self.block, self.anchor)

    def attach(self, anchor: Anchor, block: str, language: str) -> None:
        self.exact, self.prefix, self.suffix = anchor.exact, anchor.prefix, anchor.suffix
        self.block, self.language = block, language

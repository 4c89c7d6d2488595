"""The places where documents are cited: one row for each symbol in each text."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.database import WORDS, Base


class Citation(Base):
    """One symbol of a document in one text. `key` is the symbol as written, in the normal form for
    comparison, because the document may have another name or no number yet. For a clause that a paper quotes it
    holds the clause's name.

    With a `meeting_id` the symbol was short, such as `Document 7` or `TD/4`, and is valid within
    that meeting. Who may see the citation is not stored: everybody who can read the record at that
    time may see it.
    """

    __tablename__ = "citation"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200), index=True)
    key: Mapped[str] = mapped_column(String(260), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(60), default="")
    """The place in the record: the id of a block, `cover`, or the number of characters before a
    passage of a long text.
    """
    words: Mapped[str] = mapped_column(Text, default="", info=WORDS)
    """Some words around the symbol."""

"""A place where a document is cited, as a row for each symbol in each text."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.db import Base


class Citation(Base):
    """`key` is what was written, as symbols are compared: the document may have another name or no number yet.

    With a `meeting_id` the symbol was short, `Document 7` or `TD/4`, and counts within that meeting. Who may see the
    citation is not stored: whoever may read the record now, as it is now.
    """

    __tablename__ = "citation"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(String(200), index=True)
    key: Mapped[str] = mapped_column(String(140), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    revision: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(60), default="")
    """Where in the record: the id of a block, `cover`, or how many characters into a long text."""
    words: Mapped[str] = mapped_column(Text, default="")
    """Some words around it."""

"""A person's read mark on a topic, and whether they follow it; an event writes no row for each
follower.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.database import Base


class ReadMark(Base):
    __tablename__ = "read_mark"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seq: Mapped[int] = mapped_column(default=0)


class Follow(Base):
    """A person's choice to follow a topic or not. Without a choice, they follow it if they took
    part in it.
    """

    __tablename__ = "follow"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    follows: Mapped[bool] = mapped_column(default=True)

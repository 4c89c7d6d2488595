"""The topics that people listen to, and their entries, which record events."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, collate
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from wgcop import clock
from wgcop.database import WORDS, Base
from wgcop.events.titles import shown_title


class Topic(Base):
    """A topic: one audience and one series of numbers, such as `clause:<wid>`, `meeting:<slug>` or
    `clause:<wid>@<delegation id>`.
    """

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    title: Mapped[str] = mapped_column(String(500), info=WORDS)
    address: Mapped[str] = mapped_column(String(500))
    audience: Mapped[str] = mapped_column(String(80))
    parent: Mapped[str | None] = mapped_column(String(300), index=True)
    seq: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0, server_default="0")
    """The number of comments in the thread of this topic; `upkeep.doctor.comment_counts` says who updates the
    number.
    """

    entries: Mapped[list["Entry"]] = relationship(back_populates="topic", passive_deletes=True)

    @property
    def shown_title(self) -> str:
        """The title as its reader's language says it."""
        return shown_title(self.name, self.title)

    @classmethod
    def locking_order(cls, session: Session) -> ColumnElement[str]:
        """Return the order in which rows of topics are locked: that of their names in Python. The
        language of a PostgreSQL database may have another one.
        """
        is_server = session.get_bind().dialect.name == "postgresql"
        return collate(cls.name, "C") if is_server else cls.name.expression

    def may_be_heard_by(self, audiences: frozenset[str]) -> bool:
        return self.audience in audiences


class Entry(Base):
    """An entry: who did what to which target, and when. It contains no rendered text, so that the
    target is always shown as it is now.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_topic_actor", "topic_id", "actor_id"),)

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    target_kind: Mapped[str] = mapped_column(String(40))
    target_id: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)

    topic: Mapped[Topic] = relationship(back_populates="entries")

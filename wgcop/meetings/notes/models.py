"""The notes of an agenda item, the steps that their text has taken, and the versions of it that were kept."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgcop import clock, paper
from wgcop.accounts.models import Person
from wgcop.contributions.writing.models import (
    StepColumns,
    VersionColumns,
    VersionWriterColumns,
    WritingColumns,
)
from wgcop.db import Base
from wgcop.meetings.models import AgendaItem


class ItemNotes(Base):
    """Until they are published, only those read them who write them."""

    __tablename__ = "item_notes"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    text: Mapped[paper.Node] = mapped_column(JSON)
    plain: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    published_at: Mapped[datetime | None]

    item: Mapped[AgendaItem] = relationship()
    changed_by: Mapped[Person] = relationship()

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def has_words(self) -> bool:
        return bool(self.plain.strip())


class NotesWriting(WritingColumns, Base):
    __tablename__ = "item_notes_writing"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item_notes.item_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        sort_order=-1,
    )


class NotesStep(StepColumns, Base):
    __tablename__ = "item_notes_step"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item_notes.item_id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )


class NotesVersion(VersionColumns, Base):
    __tablename__ = "item_notes_version"

    item_id: Mapped[int] = mapped_column(
        ForeignKey("item_notes.item_id", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )

    writers: Mapped[list["NotesVersionWriter"]] = relationship(
        cascade="all, delete-orphan", order_by="NotesVersionWriter.person_id"
    )


class NotesVersionWriter(VersionWriterColumns, Base):
    __tablename__ = "item_notes_version_writer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["item_id", "number"],
            ["item_notes_version.item_id", "item_notes_version.number"],
            ondelete="CASCADE",
        ),
    )

    item_id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
